import { randomUUID } from 'node:crypto';
import type { TableClient } from '@azure/data-tables';
import { tableOf } from '../../src/azure/connections';
import { tableRows } from '../../src/azure/table-rows';
import { startTestTableService, type TestTableService } from '../support/tables';

let service: TestTableService;
beforeAll(async () => {
  service = await startTestTableService();
});
afterAll(() => service.stop());

/** A table, and the calls that reach it: `POST $batch`, `POST`, `GET`, … */
const tableWithCalls = async (): Promise<{ table: TableClient; calls: string[] }> => {
  const name = `rows${randomUUID().replaceAll('-', '')}`;
  const table = tableOf({ MESH_STORAGE: service.connectionString }, name);
  await table.createTable();
  const calls: string[] = [];
  table.pipeline.addPolicy({
    name: 'calls',
    sendRequest: (request, next) => {
      calls.push(request.url.includes('$batch') ? `${request.method} $batch` : request.method);
      return next(request);
    },
  });
  return { table, calls };
};

const rowsOf = (count: number, partitionKey = 'p') =>
  Array.from({ length: count }, (_, nth) => ({
    row: { partitionKey, rowKey: `r${nth}` },
    how: 'insert' as const,
  }));

describe('writing rows', () => {
  it('takes a transaction for rows of one partition, and a plain write for a row that is alone in its own', async () => {
    const { table, calls } = await tableWithCalls();
    await tableRows(table).write([...rowsOf(3), ...rowsOf(1, 'other')]);
    expect(calls.toSorted()).toEqual(['POST', 'POST $batch']);
  });

  it('takes as few transactions as hold the rows', async () => {
    const { table, calls } = await tableWithCalls();
    await tableRows(table).write(rowsOf(201));
    expect(calls).toEqual(['POST $batch', 'POST $batch', 'POST']);
  });

  it('asks once after a conflict and sends the rest together', async () => {
    const { table, calls } = await tableWithCalls();
    await table.createEntity({ partitionKey: 'p', rowKey: 'r1' });
    calls.length = 0;
    const fates = await tableRows(table).write(rowsOf(4));
    expect(fates.map(({ kind }) => kind)).toEqual(['saved', 'conflict', 'saved', 'saved']);
    expect(calls).toEqual(['POST $batch', 'GET', 'GET', 'GET', 'GET', 'POST $batch']);
  });

  it('never has a row twice in one transaction', async () => {
    const { table } = await tableWithCalls();
    const row = (n: number) => ({ partitionKey: 'p', rowKey: 'r', n });
    const fates = await tableRows(table).write([
      { row: row(1), how: 'upsert' },
      { row: row(2), how: 'upsert' },
      { row: row(3), how: 'insert' },
    ]);
    expect(fates.map(({ kind }) => kind)).toEqual(['saved', 'saved', 'conflict']);
    expect(await table.getEntity('p', 'r')).toMatchObject({ n: 2 });
  });

  it('takes rows out together, those that are gone already included', async () => {
    const { table, calls } = await tableWithCalls();
    const rows = tableRows(table);
    const writes = rowsOf(100);
    await rows.write(writes);
    await table.deleteEntity('p', 'r7');
    calls.length = 0;
    await rows.remove(writes.map(({ row }) => row));
    expect(await rows.read(writes.map(({ row }) => row))).toEqual(writes.map(() => undefined));
    expect(calls.filter((call) => call === 'POST $batch')).toHaveLength(2);
    expect(calls).not.toContain('DELETE');
  });
});
