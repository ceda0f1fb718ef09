import { tableOf } from '../../src/azure/connections';
import { tableMarkStore } from '../../src/azure/table-mark-store';
import { PlatformError } from '../../src/contracts/errors';
import type { Mark, MarkStore } from '../../src/mesh/ports/mark-store';
import { memoryMarkStore } from '../../src/mesh/ports/memory/memory-mark-store';
import { startTestTableService, type TestTableService } from '../support/tables';

let service: TestTableService;
beforeAll(async () => {
  service = await startTestTableService();
});
afterAll(() => service.stop());

const table = (name: string) => tableOf({ MESH_STORAGE: service.connectionString }, name);

const mark: Mark = { from: 3, to: 102, until: 1_795_000_000_000, tries: 1 };

describe.each([
  ['in memory', async () => memoryMarkStore()],
  [
    'in Table Storage',
    async () => {
      await table('marks').createTable();
      return tableMarkStore({ table: table('marks') });
    },
  ],
])('a mark store %s', (_where, newStore) => {
  let store: MarkStore;
  beforeAll(async () => {
    store = await newStore();
  });

  it('knows nothing of a partition without a mark', async () => {
    expect(await store.read('tasks.worker', '7')).toBeUndefined();
  });

  it('gives back the last mark that was written', async () => {
    await store.write('tasks.worker', '0', mark);
    await store.write('tasks.worker', '0', { ...mark, tries: 2, event: { sequence: 5, tries: 1 } });
    expect(await store.read('tasks.worker', '0')).toEqual({
      ...mark,
      tries: 2,
      event: { sequence: 5, tries: 1 },
    });
  });

  it('keeps groups and partitions apart', async () => {
    await store.write('results.planner', '1', mark);
    expect(await store.read('results.planner', '2')).toBeUndefined();
    expect(await store.read('intents.planner', '1')).toBeUndefined();
  });
});

it('a mark store whose table is not there throws', async () => {
  const store = tableMarkStore({ table: table('nomarks') });
  await expect(store.read('g', '0')).rejects.toThrow(PlatformError);
  await expect(store.write('g', '0', mark)).rejects.toThrow(PlatformError);
});
