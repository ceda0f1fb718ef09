import { randomBytes, randomUUID } from 'node:crypto';
import { RestError } from '@azure/data-tables';
import type { TableClient } from '@azure/data-tables';
import { tableOf } from '../../src/azure/connections';
import { VERSION } from '../../src/azure/run-rows';
import { tableRunStore } from '../../src/azure/table-run-store';
import { PlatformError } from '../../src/contracts/errors';
import { bucketKey, runBucket, runIdOf } from '../../src/contracts/ids';
import type { Run } from '../../src/mesh/planner/run';
import { memoryRunStore } from '../../src/mesh/ports/memory/memory-run-store';
import type { Clearable } from '../../src/mesh/ports/clearable';
import type { RunStore, Saved } from '../../src/mesh/ports/run-store';
import { startTestTableService, type TestTableService } from '../support/tables';
import { anHourAgo, clearOld, inAnHour } from '../support/clear-old';

let service: TestTableService;
beforeAll(async () => {
  service = await startTestTableService();
});
afterAll(() => service.stop());

const newTable = async (): Promise<TableClient> => {
  const name = `runs${randomUUID().replaceAll('-', '')}`;
  const table = tableOf({ MESH_STORAGE: service.connectionString }, name);
  await table.createTable();
  return table;
};

let made = 0;
/** Runs of one partition key share a bucket. */
const newId = (partitionKey?: string): string =>
  runIdOf({ tenant: 't', source: '/test', id: `${(made += 1)}`, partitionKey });

const runOf = (id: string, more: Partial<Run> = {}): Run => ({
  v: 1,
  id,
  tenant: 'acme',
  intent: {
    specversion: '1.0',
    id: 'order-1',
    source: '/shop',
    type: 'business.test.intent',
    data: { n: 'Ünïcode' },
  },
  bodyHash: 'hash',
  agent: { name: 'tester', version: '1.0.0' },
  plan: { steps: { a: { skill: 'test.do@1', needs: [], input: {} } }, output: null },
  outputSchema: 'test/any@1',
  status: 'running',
  acceptedAt: 1_000,
  steps: {},
  inline: 0,
  folds: [{ n: 1, at: 1_000, in: { id: 'order-1', type: 'business.test.intent' }, out: [] }],
  ...more,
});

const ended: Partial<Run> = { status: 'completed', endedAt: 2_000 };

const etagOf = (saved: Saved | undefined): string => {
  if (saved?.kind !== 'saved') throw new Error(`expected to save, but: ${saved?.kind}`);
  return saved.etag;
};
const save = async (store: RunStore, run: Run, etag?: string): Promise<Saved> =>
  (await store.save([{ run, ...(etag !== undefined && { etag }) }]))[0]!;

describe.each([
  ['in memory', async () => memoryRunStore()],
  ['in Table Storage', async () => tableRunStore({ table: await newTable() })],
])('a run store %s', (_where, newStore) => {
  let store: RunStore & Clearable;
  beforeAll(async () => {
    store = await newStore();
  });

  it('tells the ETag of a run that loading it would give, active or ended', async () => {
    const store = await newStore();
    const id = newId();
    expect(await store.etag(id)).toBeUndefined();
    const [saved] = await store.save([{ run: runOf(id) }]);
    expect(await store.etag(id)).toBe(etagOf(saved));
    await store.save([{ run: runOf(id, ended), etag: etagOf(saved) }]);
    expect(await store.etag(id)).not.toBe(etagOf(saved));
    expect(await store.etag(id)).toBe((await store.load([id])).get(id)!.etag);
  });

  it('clears ended runs that are old, all of their rows, and no others', async () => {
    const here = await newStore();
    const over: Partial<Run> = { status: 'completed', endedAt: Date.now() };
    const [active, small, large] = [runOf(newId()), runOf(newId(), over), runOf(newId(), over)];
    const grown = { ...large, output: { value: randomBytes(800_000).toString('hex') } };
    await here.save([{ run: active }, { run: small }, { run: grown }]);
    expect(await clearOld(here, anHourAgo())).toEqual([]);
    expect(await clearOld(here, inAnHour())).toEqual([small.id, large.id].toSorted());
    expect([...(await here.load([active.id, small.id, large.id])).keys()]).toEqual([active.id]);
    expect(await clearOld(here, inAnHour())).toEqual([]);
    expect((await save(here, small)).kind).toBe('saved');
  });

  it('gives back what it was given, and nothing for what it was not', async () => {
    const [one, two] = [runOf(newId()), runOf(newId(), ended)];
    await store.save([{ run: one }, { run: two }]);
    const loaded = await store.load([one.id, newId(), two.id]);
    expect([...loaded].map(([id, { run }]) => [id, run])).toEqual([
      [one.id, one],
      [two.id, two],
    ]);
  });

  it('replaces a run by its ETag, the one of the save or of the load', async () => {
    const run = runOf(newId());
    const first = etagOf(await save(store, run));
    const second = etagOf(await save(store, { ...run, reason: 'one' }, first));
    expect((await store.load([run.id])).get(run.id)).toEqual({
      run: { ...run, reason: 'one' },
      etag: second,
    });
    await save(store, { ...run, reason: 'two' }, second);
    expect((await store.load([run.id])).get(run.id)!.run.reason).toBe('two');
  });

  it('conflicts with what somebody else wrote', async () => {
    const run = runOf(newId());
    const etag = etagOf(await save(store, run));
    await save(store, { ...run, reason: 'theirs' }, etag);
    expect(await save(store, { ...run, reason: 'ours' }, etag)).toEqual({ kind: 'conflict' });
    expect(await save(store, run)).toEqual({ kind: 'conflict' });
    expect((await store.load([run.id])).get(run.id)!.run.reason).toBe('theirs');
  });

  it('does not lose what was written before a run was ended on what it had been', async () => {
    const run = runOf(newId());
    const etag = etagOf(await save(store, run));
    await save(store, { ...run, reason: 'a fold in between' }, etag);
    expect(await save(store, { ...run, ...ended }, etag)).toEqual({ kind: 'conflict' });
    expect((await store.load([run.id])).get(run.id)!.run).toMatchObject({
      status: 'running',
      reason: 'a fold in between',
    });
  });

  it('keeps what comes after the end', async () => {
    const run = runOf(newId());
    const first = etagOf(await save(store, run));
    const second = etagOf(await save(store, { ...run, ...ended }, first));
    await save(store, { ...run, ...ended, reason: 'late' }, second);
    expect((await store.load([run.id])).get(run.id)!.run).toMatchObject({
      status: 'completed',
      reason: 'late',
    });
  });

  it.each([
    ['an active one where it has ended', ended, {}],
    ['an ended one where it is active', {}, ended],
  ])('does not begin a run twice: %s', async (_what, there, come) => {
    const id = newId();
    await save(store, runOf(id, there));
    expect(await save(store, runOf(id, come))).toEqual({ kind: 'conflict' });
  });

  it('answers for each change of a batch, in their order, one conflict among them', async () => {
    const runs = Array.from({ length: 120 }, () => runOf(newId('one bucket')));
    await save(store, runs[60]!);
    const saved = await store.save(runs.map((run) => ({ run })));
    expect(saved.map(({ kind }) => kind)).toEqual(runs.map((_, n) => (n === 60 ? 'conflict' : 'saved')));
    const again = await store.save(
      runs.map((run, n) => ({
        run: { ...run, reason: 'again' },
        etag: etagOf(saved[n === 60 ? 0 : n]),
      })),
    );
    expect(again.filter(({ kind }) => kind === 'saved')).toHaveLength(119);
  });

  it('finds active runs that are due', async () => {
    const id = newId();
    const etags = await store.save([
      { run: runOf(id, { dueAt: 5_000 }) },
      { run: runOf(newId(), { dueAt: 5_002 }) },
      { run: runOf(newId()) },
    ]);
    expect(await store.due(5_001, 10)).toEqual([{ id, tenant: 'acme', dueAt: 5_000 }]);
    await save(store, runOf(id, ended), etagOf(etags[0]));
    expect(await store.due(5_001, 10)).toEqual([]);
    expect(await store.due(9_000, 0)).toEqual([]);
  });

  it('finds no more than it is asked for', async () => {
    await store.save(Array.from({ length: 20 }, () => ({ run: runOf(newId(), { dueAt: 10 }) })));
    expect(await store.due(10, 7)).toHaveLength(7);
  });

  it('keeps 100 results of 24 KB inline, as many runs and as one', async () => {
    const output = () => ({ value: randomBytes(12 * 1024).toString('hex') });
    const task = () => ({ status: 'completed' as const, attempt: 1, cause: 'c', since: 1, output: output() });
    const many = Array.from({ length: 100 }, () =>
      runOf(newId('large'), { steps: { a: { kind: 'task', task: task() } } }),
    );
    const saved = await store.save(many.map((run) => ({ run })));
    expect(saved.every(({ kind }) => kind === 'saved')).toBe(true);
    expect([...(await store.load(many.map(({ id }) => id))).values()].map(({ run }) => run)).toEqual(many);
    const one = runOf(newId(), {
      steps: { a: { kind: 'items', of: 100, items: Array.from({ length: 100 }, task) } },
    });
    await save(store, one);
    expect((await store.load([one.id])).get(one.id)!.run).toEqual(one);
  });

  it('grows over several rows, shrinks again, and ends', async () => {
    const large = (kib: number) => ({ reason: randomBytes(kib * 512).toString('hex') });
    const run = runOf(newId());
    let etag = etagOf(await save(store, run));
    for (const more of [large(3_000), large(10), large(2_000), { ...large(2_500), ...ended }, ended]) {
      etag = etagOf(await save(store, { ...run, ...more }, etag));
      expect((await store.load([run.id])).get(run.id)).toEqual({ run: { ...run, ...more }, etag });
    }
  });
});

describe('runs in Table Storage', () => {
  const rowKeys = async (table: TableClient): Promise<string[]> => {
    const keys: string[] = [];
    for await (const { rowKey } of table.listEntities()) keys.push(rowKey!);
    return keys;
  };

  it('have one row each, which moves when they end to the place that they reserved', async () => {
    const table = await newTable();
    const store = tableRunStore({ table });
    const run = runOf(newId());
    const etag = etagOf(await save(store, run));
    expect(await rowKeys(table)).toEqual([`a|${run.id}`, `z|${run.id}`]);
    await save(store, { ...run, ...ended }, etag);
    expect(await rowKeys(table)).toEqual([`z|${run.id}`]);
    await expect(table.getEntity(bucketKey(runBucket(run.id)), `z|${run.id}`)).resolves.toMatchObject({
      v: 1,
      status: 'completed',
    });
  });

  it('leave no rows behind when they shrink or end', async () => {
    const table = await newTable();
    const store = tableRunStore({ table });
    const run = runOf(newId());
    const reason = randomBytes(700 * 1024).toString('hex');
    const etag = etagOf(await save(store, { ...run, reason }));
    expect(await rowKeys(table)).toEqual([`a|${run.id}`, `a|${run.id}|1`, `z|${run.id}`]);
    await save(store, { ...run, ...ended }, etag);
    expect(await rowKeys(table)).toEqual([`z|${run.id}`]);
  });

  it('are not there yet for whoever looked for the active one too early: a reserved place holds nothing', async () => {
    const table = await newTable();
    const store = tableRunStore({ table });
    const run = runOf(newId());
    await save(store, run);
    await table.deleteEntity(bucketKey(runBucket(run.id)), `a|${run.id}`);
    expect(await store.load([run.id])).toEqual(new Map());
    expect(await store.etag(run.id)).toBeUndefined();
  });

  it('are looked for nowhere when they begin: what they reserve tells one that has ended', async () => {
    const table = await newTable();
    const run = runOf(newId());
    const read: string[] = [];
    const watched = new Proxy(table, {
      get: (target, name: keyof TableClient) => {
        const value = target[name] as unknown;
        if (typeof value !== 'function') return value;
        return (...args: unknown[]) => {
          if (name === 'getEntity') read.push(String(args[1]));
          return (value as (...args: unknown[]) => unknown).apply(target, args);
        };
      },
    });
    const store = tableRunStore({ table: watched });
    const etag = etagOf(await save(store, run));
    expect(read).toEqual([]);
    await save(store, { ...run, ...ended }, etag);
    expect(await save(store, run)).toEqual({ kind: 'conflict' });
  });

  /** The write is done, and its answer does not come. */
  const losingAnswers = (table: TableClient, lost: number): TableClient => {
    let left = lost;
    const lose = <T>(work: Promise<T>): Promise<T> =>
      work.then((result) => {
        if (left-- > 0)
          throw new RestError('EntityAlreadyExists', { statusCode: 409, code: 'EntityAlreadyExists' });
        return result;
      });
    return new Proxy(table, {
      get: (target, name: keyof TableClient) => {
        const value = target[name] as unknown;
        if (typeof value !== 'function') return value;
        const call = (...args: unknown[]) => (value as (...args: unknown[]) => unknown).apply(target, args);
        return name === 'submitTransaction'
          ? (...args: unknown[]) => lose(call(...args) as Promise<unknown>)
          : call;
      },
    });
  };

  it('count a write whose answer was lost as saved', async () => {
    const table = await newTable();
    const runs = Array.from({ length: 5 }, () => runOf(newId('bucket')));
    const begun = await tableRunStore({ table: losingAnswers(table, 1) }).save(runs.map((run) => ({ run })));
    const folded = await tableRunStore({ table: losingAnswers(table, 1) }).save(
      runs.map((run, n) => ({
        run: { ...run, ...(n % 2 ? ended : {}), reason: 'folded' },
        etag: etagOf(begun[n]),
      })),
    );
    expect(folded.map(({ kind }) => kind)).toEqual(Array(5).fill('saved'));
    const store = tableRunStore({ table });
    const again = await store.save(
      runs.map((run, n) => ({
        run: { ...run, ...(n % 2 ? ended : {}), reason: 'again' },
        etag: etagOf(folded[n]),
      })),
    );
    expect(again.map(({ kind }) => kind)).toEqual(Array(5).fill('saved'));
  });

  it('of a newer release hold the partition', async () => {
    const table = await newTable();
    const run = runOf(newId());
    const row = {
      partitionKey: bucketKey(runBucket(run.id)),
      rowKey: `a|${run.id}`,
      v: VERSION + 1,
      nonce: 'n',
      more: 0,
    };
    await table.createEntity(row);
    await expect(tableRunStore({ table }).load([run.id])).rejects.toThrow(PlatformError);
  });

  it('are out of reach when the table does not answer', async () => {
    const missing = tableOf({ MESH_STORAGE: service.connectionString }, 'nosuchtable');
    const store = tableRunStore({ table: missing });
    const run = runOf(newId());
    await expect(store.load([run.id])).rejects.toThrow(PlatformError);
    await expect(store.save([{ run }])).rejects.toThrow(PlatformError);
    await expect(store.due(1, 1)).rejects.toThrow(PlatformError);
  });
});
