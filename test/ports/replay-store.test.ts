import { randomUUID } from 'node:crypto';
import { tableOf } from '../../src/azure/connections';
import { tableReplayStore } from '../../src/azure/table-replay-store';
import { memoryReplayStore } from '../../src/mesh/ports/memory/memory-replay-store';
import type { Clearable } from '../../src/mesh/ports/clearable';
import type { ReplayStore } from '../../src/mesh/ports/replay-store';
import type { Replay } from '../../src/mesh/replayer/replay';
import { startTestTableService, type TestTableService } from '../support/tables';
import { anHourAgo, clearOld, inAnHour } from '../support/clear-old';

let service: TestTableService;
beforeAll(async () => {
  service = await startTestTableService();
});
afterAll(() => service.stop());

const newTable = async () => {
  const name = `replays${randomUUID().replaceAll('-', '')}`;
  const table = tableOf({ MESH_STORAGE: service.connectionString }, name);
  await table.createTable();
  return table;
};

const replayOf = (id: string, total: number, fields: Partial<Replay> = {}): Replay => ({
  v: 1,
  id,
  tenant: 't1',
  by: { type: 'user', id: 'u1' },
  createdAt: 1000,
  select: { fingerprint: 'f' },
  options: { perSecond: 10, deadline: 'extend', edit: { a: null } },
  total,
  next: 0,
  ...fields,
});

const letters = (count: number) => Array.from({ length: count }, (_, n) => `letter ${n}`);

describe.each<[name: string, make: () => Promise<ReplayStore & Clearable>]>([
  ['in memory', async () => memoryReplayStore()],
  ['on tables', async () => tableReplayStore({ table: await newTable() })],
])('a replay store %s', (_, make) => {
  let store: ReplayStore & Clearable;
  beforeEach(async () => {
    store = await make();
  });

  it('clears replays that are done or stopped and old, with their sets, and none that has letters to send', async () => {
    const createdAt = Date.now();
    await store.create(replayOf('done', 120, { createdAt, next: 120 }), letters(120));
    await store.create(replayOf('stopped', 2, { createdAt, stoppedAt: createdAt }), letters(2));
    await store.create(replayOf('active', 2, { createdAt }), letters(2));
    expect(await clearOld(store, anHourAgo())).toEqual([]);
    expect(await clearOld(store, inAnHour())).toEqual(['done', 'stopped']);
    expect(await store.load('done')).toBeUndefined();
    expect(await store.items('done', 0, 200)).toEqual([]);
    expect(await store.items('active', 0, 200)).toHaveLength(2);
    expect(await store.active(10)).toEqual(['active']);
  });

  it('freezes a set, and knows a replay again', async () => {
    await store.create(replayOf('r', 250), letters(250));
    await store.create(replayOf('r', 1, { tenant: 'x' }), ['other']);
    expect((await store.load('r'))!.replay).toEqual(replayOf('r', 250));
    expect(await store.items('r', 0, 1000)).toEqual(
      letters(250).map((letter, index) => ({ index, letter, state: 'pending' })),
    );
    expect((await store.items('r', 99, 2)).map(({ letter }) => letter)).toEqual(['letter 99', 'letter 100']);
    expect(await store.items('r', 250, 10)).toEqual([]);
    expect(await store.load('other')).toBeUndefined();
    expect(await store.items('other', 0, 10)).toEqual([]);
  });

  it('lists a tenant’s, newest first, a page at a time', async () => {
    for (const [id, createdAt] of [
      ['first', 1],
      ['second', 2],
      ['third', 3],
    ] as const)
      await store.create(replayOf(id, 1, { createdAt }), letters(1));
    await store.create(replayOf('other', 1, { tenant: 't/2' }), letters(1));
    const page = await store.list({ tenant: 't1', limit: 2 });
    expect(page.replays).toEqual([
      replayOf('third', 1, { createdAt: 3 }),
      replayOf('second', 1, { createdAt: 2 }),
    ]);
    const last = await store.list({ tenant: 't1', limit: 2, cursor: page.cursor! });
    expect(last).toEqual({ replays: [replayOf('first', 1, { createdAt: 1 })] });
    expect((await store.list({ tenant: 't/2', limit: 9 })).replays.map(({ id }) => id)).toEqual(['other']);
    await expect(store.list({ tenant: 't1', limit: 2, cursor: 'made up' })).rejects.toMatchObject({
      code: 'invalid-cursor',
    });
  });

  it('keeps a thousand ids and a long edit, in any script', async () => {
    const large = replayOf('large', 1, {
      select: { ids: Array.from({ length: 1_000 }, (_, n) => `${n}`.padStart(36, '0')) },
      options: { perSecond: 1, deadline: 'keep', edit: { text: '\u{1F600}é'.repeat(10_000) } },
    });
    await store.create(large, letters(1));
    expect((await store.load('large'))!.replay).toEqual(large);
  });

  it('moves on by the latest ETag only', async () => {
    await store.create(replayOf('r', 2), letters(2));
    const { replay, etag } = (await store.load('r'))!;
    expect(await store.save({ ...replay, next: 1 }, etag)).toBe('saved');
    expect(await store.save({ ...replay, stoppedAt: 5 }, etag)).toBe('conflict');
    expect((await store.load('r'))!.replay).toEqual(replayOf('r', 2, { next: 1 }));
  });

  it('lists those that have letters to send, the oldest first', async () => {
    await store.create(replayOf('late', 1, { createdAt: 30 }), letters(1));
    await store.create(replayOf('early', 1, { createdAt: 4 }), letters(1));
    await store.create(replayOf('empty', 0, { createdAt: 5 }), []);
    expect(await store.active(10)).toEqual(['early', 'late']);
    expect(await store.active(1)).toEqual(['early']);
    const { replay, etag } = (await store.load('early'))!;
    await store.save({ ...replay, next: 1 }, etag);
    const stopped = (await store.load('late'))!;
    await store.save({ ...stopped.replay, stoppedAt: 9 }, stopped.etag);
    expect(await store.active(10)).toEqual([]);
  });

  it('keeps what became of letters', async () => {
    await store.create(replayOf('r', 3), letters(3));
    const refused = { index: 1, letter: 'letter 1', state: 'refused', reason: 'its run has ended' } as const;
    const sent = { index: 2, letter: 'letter 2', state: 'sent' } as const;
    for (let twice = 0; twice < 2; twice += 1)
      await store.settle([
        { ...refused, replay: 'r' },
        { ...sent, replay: 'r' },
      ]);
    expect(await store.items('r', 0, 3)).toEqual([
      { index: 0, letter: 'letter 0', state: 'pending' },
      refused,
      sent,
    ]);
  });
});

describe('on tables', () => {
  it('lists a replay whose writer died before it was listed, when it is made again', async () => {
    const table = await newTable();
    const store = tableReplayStore({ table });
    await store.create(replayOf('r', 1), letters(1));
    for await (const { partitionKey, rowKey } of table.listEntities())
      if (partitionKey === 'active') await table.deleteEntity(partitionKey, rowKey!);
    expect(await store.active(1)).toEqual([]);
    await store.create(replayOf('r', 1), letters(1));
    expect(await store.active(1)).toEqual(['r']);
  });
});
