import { randomUUID } from 'node:crypto';
import { tableOf } from '../../src/azure/connections';
import { tableErasureStore } from '../../src/azure/table-erasure-store';
import type { Erasure, ErasureStore } from '../../src/mesh/ports/erasure-store';
import { memoryErasureStore } from '../../src/mesh/ports/memory/memory-erasure-store';
import { startTestTableService, type TestTableService } from '../support/tables';

let service: TestTableService;
beforeAll(async () => {
  service = await startTestTableService();
});
afterAll(() => service.stop());

const newTable = async () => {
  const name = `erasures${randomUUID().replaceAll('-', '')}`;
  const table = tableOf({ MESH_STORAGE: service.connectionString }, name);
  await table.createTable();
  return table;
};

const erasureOf = (letter: string, reason = 'a person asked'): Erasure => ({
  v: 1,
  letter,
  at: 1_000,
  by: { type: 'user', id: 'anna' },
  reason,
});

describe.each<[name: string, make: () => Promise<ErasureStore>]>([
  ['in memory', async () => memoryErasureStore()],
  ['on tables', async () => tableErasureStore({ table: await newTable() })],
])('a store of erasures %s', (_, make) => {
  it('keeps what is to be erased until it is, each letter once', async () => {
    const store = await make();
    expect(await store.asked(10)).toEqual([]);
    await store.ask(erasureOf('a/b'));
    await store.ask(erasureOf('c'));
    await store.ask(erasureOf('c', 'asked again'));
    expect(await store.asked(10)).toEqual([erasureOf('a/b'), erasureOf('c', 'asked again')]);
    expect(await store.asked(1)).toHaveLength(1);
    await store.done('a/b');
    await store.done('a/b');
    expect(await store.asked(10)).toEqual([erasureOf('c', 'asked again')]);
  });
});
