import { TableClient } from '@azure/data-tables';
import { tableOf } from '../../src/azure/connections';
import { readOnlyTable } from '../../src/azure/read-only-table';

const refuse = (operation: string) => new Error(`no right to ${operation}`);

/** Nobody listens there, so that only what is refused here fails in these words. */
const table = () =>
  tableOf({ MESH_STORAGE: 'UseDevelopmentStorage=true;DevelopmentStorageProxyUri=http://127.0.0.1' }, 'runs');

const READS = new Set([
  'getEntity',
  'listEntities',
  'listEntitiesAll',
  'listEntitiesPage',
  'getAccessPolicy',
]);

const methods = Object.getOwnPropertyNames(TableClient.prototype).filter(
  (name) => name !== 'constructor' && !name.startsWith('_'),
);
const writes = methods.filter((name) => !READS.has(name));

it.each(writes)('refuses %s, whatever the library calls it', async (name) => {
  const client = readOnlyTable(table(), refuse) as unknown as Record<string, () => Promise<unknown>>;
  await expect(client[name]!()).rejects.toThrow(`no right to ${name}`);
});

it('reads as the table itself does', async () => {
  const row = { partitionKey: 'p', rowKey: 'r', etag: 'e' };
  const inner = Object.assign(table(), { getEntity: async () => row });
  const client = readOnlyTable(inner, refuse);
  expect(await client.getEntity('p', 'r')).toBe(row);
  expect(client.tableName).toBe('runs');
  expect(typeof client.listEntities).toBe('function');
});
