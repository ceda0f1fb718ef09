import { randomUUID } from 'node:crypto';
import { tableOf } from '../../src/azure/connections';
import { tableCanaryStore } from '../../src/azure/table-canary-store';
import { PlatformError } from '../../src/contracts/errors';
import { NO_LOOKS } from '../../src/mesh/canary/looks';
import { EMPTY } from '../../src/mesh/canary/tally';
import type { CanaryStore, TallyKey } from '../../src/mesh/ports/canary-store';
import { memoryCanaryStore } from '../../src/mesh/ports/memory/memory-canary-store';
import { clearOld } from '../support/clear-old';
import { startTestTableService, type TestTableService } from '../support/tables';

let service: TestTableService;
beforeAll(async () => {
  service = await startTestTableService();
});
afterAll(() => service.stop());

const table = (name: string) => tableOf({ MESH_STORAGE: service.connectionString }, name);
const KEY: TallyKey = { skill: 'test.do@1', next: 'test.do@2', day: '2026-11-21', partition: '0' };
const more =
  (compared: number) =>
  (tally = EMPTY) => ({ ...tally, compared: tally.compared + compared });

describe.each<[name: string, make: () => Promise<CanaryStore>]>([
  ['in memory', async () => memoryCanaryStore()],
  [
    'in Table Storage',
    async () => {
      const own = table(`canary${randomUUID().replaceAll('-', '')}`);
      await own.createTable();
      return tableCanaryStore({ table: own });
    },
  ],
])('a store of comparisons %s', (_where, make) => {
  let store: CanaryStore;
  beforeEach(async () => {
    store = await make();
  });

  it('is empty before anything was compared', async () => expect(await store.all()).toEqual([]));

  it('adds to what is there, by skill, next, day and partition', async () => {
    await store.update(KEY, more(1));
    await store.update(KEY, more(2));
    const others = [
      { ...KEY, next: 'test.do@3' },
      { ...KEY, day: '2026-11-22' },
      { ...KEY, partition: '1' },
    ];
    for (const key of others) await store.update(key, more(5));
    const all = await store.all();
    expect(all).toHaveLength(4);
    expect(all).toContainEqual({ ...KEY, tally: { ...EMPTY, compared: 3 } });
    for (const key of others) expect(all).toContainEqual({ ...key, tally: { ...EMPTY, compared: 5 } });
  });

  it('keeps what was seen of events beside that, by hub, day and partition', async () => {
    const seen = { hub: 'intents', day: '2026-11-21', partition: '0' };
    const one = (looks = NO_LOOKS) => ({ ...looks, looked: looks.looked + 1 });
    await store.update(KEY, more(1));
    await store.look(seen, one);
    await store.look(seen, one);
    await store.look({ ...seen, hub: 'tasks' }, one);
    expect(await store.all()).toHaveLength(1);
    const all = await store.looks();
    expect(all).toHaveLength(2);
    expect(all).toContainEqual({ ...seen, looks: { ...NO_LOOKS, looked: 2 } });
  });

  it('gives days away that are over, and no other', async () => {
    await store.update({ ...KEY, day: '2031-01-01' }, more(1));
    await store.update({ ...KEY, day: '2031-01-01', partition: '1' }, more(1));
    await store.update({ ...KEY, day: '2031-01-02' }, more(2));
    await store.look({ hub: 'intents', day: '2031-01-01', partition: '1' }, () => NO_LOOKS);
    expect(await clearOld(store, Date.parse('2031-01-01T23:59:59Z'))).toEqual([]);
    expect(await clearOld(store, Date.parse('2031-01-02T00:00:00Z'))).toHaveLength(3);
    expect(await store.looks()).toEqual([]);
    expect((await store.all()).map(({ day }) => day)).toEqual(['2031-01-02']);
  });
});

it('loses nothing where two count at once', async () => {
  const own = table(`canary${randomUUID().replaceAll('-', '')}`);
  await own.createTable();
  const store = tableCanaryStore({ table: own });
  await store.update(KEY, more(1));
  await Promise.all([store.update(KEY, more(2)), store.update(KEY, more(3))]);
  expect((await store.all())[0]!.tally.compared).toBe(6);
});

it('a store of comparisons whose table is not there throws', async () => {
  const store = tableCanaryStore({ table: table('nocanary') });
  await expect(store.all()).rejects.toThrow(PlatformError);
  await expect(store.update(KEY, more(1))).rejects.toThrow(PlatformError);
});
