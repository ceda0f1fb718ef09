import { randomBytes, randomUUID } from 'node:crypto';
import { RestError, type TableClient } from '@azure/data-tables';
import { tableOf } from '../../src/azure/connections';
import { tableClaimStore } from '../../src/azure/table-claim-store';
import { PlatformError } from '../../src/contracts/errors';
import { bucketKey, runIdOf, taskBucket, taskIdOf } from '../../src/contracts/ids';
import type { Clearable } from '../../src/mesh/ports/clearable';
import type {
  ClaimOutcome,
  ClaimRequest,
  ClaimStore,
  Emission,
  Settlement,
} from '../../src/mesh/ports/claim-store';
import { memoryClaimStore } from '../../src/mesh/ports/memory/memory-claim-store';
import { memoryContentStore } from '../../src/mesh/ports/memory/memory-content-store';
import { startTestTableService, type TestTableService } from '../support/tables';
import { anHourAgo, clearOld, inAnHour } from '../support/clear-old';

let service: TestTableService;
beforeAll(async () => {
  service = await startTestTableService();
});
afterAll(() => service.stop());

const newTable = async (): Promise<TableClient> => {
  const table = tableOf(
    { MESH_STORAGE: service.connectionString },
    `claims${randomUUID().replaceAll('-', '')}`,
  );
  await table.createTable();
  return table;
};

let made = 0;
const newTask = (): string =>
  taskIdOf(runIdOf({ tenant: 't', source: '/test', id: `${(made += 1)}` }), 'step');
const newTaskIn = (bucket: number): string => {
  const task = newTask();
  return taskBucket(task) === bucket ? task : newTaskIn(bucket);
};
const request = (task: string, more: Partial<ClaimRequest> = {}): ClaimRequest => ({
  task,
  attempt: 1,
  leaseMs: 60_000,
  holder: 'me',
  ...more,
});
const emission = (task: string, data: unknown = { output: 1 }): Emission => ({
  event: { specversion: '1.0', id: `${task}.1.completed`, source: '/t', type: 'x', data },
});
const settlement = (task: string, etag: string, more: Partial<Settlement> = {}): Settlement => ({
  task,
  etag,
  attempt: 1,
  state: { kind: 'settled', outcome: 'completed', emissions: [emission(task)] },
  ...more,
});

const etagOf = async (store: ClaimStore, asked: ClaimRequest): Promise<string> => {
  const [answer] = await store.claim([asked]);
  if (answer?.kind !== 'claimed') throw new Error(`expected to claim ${asked.task}`);
  return answer.etag;
};
const known = async (store: ClaimStore, task: string) => {
  const [answer] = await store.claim([request(task, { holder: 'a stranger' })]);
  if (answer?.kind !== 'known') throw new Error(`expected ${task} to be known`);
  return answer.claim;
};

/** Asks until the lease is over; a store may tell its time in whole seconds. */
const overSoon = async (store: ClaimStore, task: string) => {
  let claim = await known(store, task);
  while (!claim.leaseOver) claim = await known(store, task);
  return claim;
};

describe.each<[name: string, make: () => Promise<ClaimStore & Clearable>]>([
  ['in memory', async () => memoryClaimStore({ now: () => Date.now() })],
  ['on tables', async () => tableClaimStore({ table: await newTable(), contents: memoryContentStore() })],
])('a claim store %s', (_, make) => {
  let store: ClaimStore & Clearable;
  beforeEach(async () => {
    store = await make();
  });

  it('lets one of many claim a task', async () => {
    const task = newTask();
    const asked = Array.from({ length: 8 }, (_, index) =>
      store.claim([request(task, { holder: `h${index}` })]),
    );
    const answers = (await Promise.all(asked)).map(([answer]) => answer!.kind);
    expect(answers.filter((kind) => kind === 'claimed')).toHaveLength(1);
    expect(answers.filter((kind) => kind === 'known')).toHaveLength(7);
  });

  it('answers a batch in its order, claimed and known', async () => {
    const tasks = Array.from({ length: 250 }, newTask);
    const before = tasks.filter((_, index) => index % 7 === 0);
    await store.claim(before.map((task) => request(task, { holder: 'another' })));
    const answers = await store.claim(tasks.map((task) => request(task)));
    expect(answers.map(({ kind }) => kind)).toEqual(
      tasks.map((_, index) => (index % 7 === 0 ? 'known' : 'claimed')),
    );
    const of = answers.map((answer, index) => (answer.kind === 'known' ? answer.claim.task : tasks[index]));
    expect(of).toEqual(tasks);
  });

  it('knows the second of two requests for one task in a batch', async () => {
    const task = newTask();
    const answers = await store.claim([request(task), request(task, { attempt: 2, holder: 'other' })]);
    expect(answers.map(({ kind }) => kind)).toEqual(['claimed', 'known']);
  });

  it('tells who has a task, and for how long', async () => {
    const task = newTask();
    await store.claim([request(task, { attempt: 3 })]);
    const claim = await known(store, task);
    expect(claim).toMatchObject({ task, attempt: 3, state: { kind: 'leased' }, leaseOver: false });
    expect(claim.leaseLeftMs).toBeGreaterThan(50_000);
    expect(claim.leaseLeftMs).toBeLessThanOrEqual(61_000);
  });

  it('says that a lease is over', async () => {
    const task = newTask();
    await store.claim([request(task, { leaseMs: 0 })]);
    // The store's clock may tell seconds only.
    expect(await overSoon(store, task)).toMatchObject({ leaseOver: true, leaseLeftMs: 0 });
  });

  it('answers a holder that asks again that the claim is its own', async () => {
    const task = newTask();
    const etag = await etagOf(store, request(task));
    expect(await store.claim([request(task)])).toEqual([
      { kind: 'claimed', etag, leaseLeftMs: expect.any(Number) },
    ]);
    expect((await store.claim([request(task, { attempt: 2 })]))[0]!.kind).toBe('known');
  });

  it('keeps what came of a task', async () => {
    const task = newTask();
    const etag = await etagOf(store, request(task));
    expect(await store.settle([settlement(task, etag)])).toEqual([{ kind: 'settled' }]);
    expect(await known(store, task)).toMatchObject({
      attempt: 1,
      leaseOver: true,
      leaseLeftMs: 0,
      state: { kind: 'settled', outcome: 'completed', emissions: [emission(task)] },
    });
  });

  it('settles what is settled by the same ETag already: the answer of the first time was lost', async () => {
    const task = newTask();
    const item = settlement(task, await etagOf(store, request(task)));
    await store.settle([item]);
    expect(await store.settle([item])).toEqual([{ kind: 'settled' }]);
  });

  it('does not let a holder settle whose lease another took over', async () => {
    const [task, other] = [newTask(), newTask()];
    const etag = await etagOf(store, request(task));
    const otherEtag = await etagOf(store, request(other));
    const taken = await store.take({ etag }, request(task, { holder: 'another', attempt: 2 }));
    expect(taken.kind).toBe('claimed');
    const items = [settlement(other, otherEtag), settlement(task, etag)];
    expect(await store.settle(items)).toEqual([{ kind: 'settled' }, { kind: 'lost' }]);
    expect(await known(store, task)).toMatchObject({ attempt: 2, state: { kind: 'leased' } });
    expect(await known(store, other)).toMatchObject({ state: { outcome: 'completed' } });
  });

  it('lets one of many take a claim over', async () => {
    const task = newTask();
    const etag = await etagOf(store, request(task));
    const takers = Array.from({ length: 5 }, (_, index) =>
      store.take({ etag }, request(task, { holder: `h${index}` })),
    );
    const kinds = (await Promise.all(takers)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'claimed')).toHaveLength(1);
  });

  it('answers a taker that asks again that it has it', async () => {
    const task = newTask();
    const etag = await etagOf(store, request(task));
    const again = request(task, { holder: 'another' });
    expect(await store.take({ etag }, again)).toEqual(await store.take({ etag }, again));
  });

  it('takes over what was settled', async () => {
    const task = newTask();
    const etag = await etagOf(store, request(task));
    await store.settle([
      settlement(task, etag, { state: { kind: 'settled', outcome: 'retrying', emissions: [] } }),
    ]);
    const claim = await known(store, task);
    const taken = await store.take(claim, request(task, { attempt: 2 }));
    expect(taken.kind).toBe('claimed');
    expect(await known(store, task)).toMatchObject({ attempt: 2, state: { kind: 'leased' } });
  });

  const settledAs = async (task: string, outcome: ClaimOutcome, attempt = 1): Promise<string> => {
    const etag = await etagOf(store, request(task));
    const state = { kind: 'settled' as const, outcome, emissions: [emission(task)] };
    await store.settle([settlement(task, etag, { attempt, state })]);
    return (await known(store, task)).etag;
  };

  it('voids what is not claimed', async () => {
    const task = newTask();
    expect(await store.void([task])).toEqual([undefined]);
    expect(await known(store, task)).toMatchObject({ state: { kind: 'void' } });
  });

  it('leaves a lease that is not over to its holder, who may still settle it', async () => {
    const task = newTask();
    const etag = await etagOf(store, request(task));
    expect(await store.void([task])).toEqual([{ kind: 'leased' }]);
    expect(await store.settle([settlement(task, etag)])).toEqual([{ kind: 'settled' }]);
  });

  it.each(['retrying', 'dead'] as const)(
    'keeps a later attempt from what was under way and is %s',
    async (outcome) => {
      const task = newTask();
      const first = await etagOf(store, request(task));
      await store.void([task]);
      const state = { kind: 'settled' as const, outcome, emissions: [] };
      await store.settle([settlement(task, first, { state })]);
      const { etag } = await known(store, task);
      expect(await store.take({ etag }, request(task, { attempt: 2 }))).toEqual({ kind: 'lost' });
      expect(await known(store, task)).toMatchObject({ state: { kind: 'void' } });
      expect(await store.void([task])).toEqual([{ kind: 'settled', outcome }]);
    },
  );

  it('does not let a lease be prolonged or taken over that was made void meanwhile', async () => {
    const task = newTask();
    const etag = await etagOf(store, request(task, { leaseMs: 0 }));
    const prolonged = await store.take({ etag }, request(task));
    if (prolonged.kind === 'lost') throw new Error('expected to prolong it');
    expect(await store.void([task])).toEqual([{ kind: 'leased' }]);
    expect(await store.take(prolonged, request(task, { holder: 'another' }))).toEqual({ kind: 'lost' });
    expect(await store.settle([settlement(task, prolonged.etag)])).toEqual([{ kind: 'settled' }]);
  });

  it.each(['completed', 'failed', 'expired'] as const)('leaves what has %s', async (outcome) => {
    const task = newTask();
    await settledAs(task, outcome);
    expect(await store.void([task])).toEqual([{ kind: 'settled', outcome }]);
    expect((await known(store, task)).state).toMatchObject({ outcome, emissions: [emission(task)] });
  });

  it.each(['retrying', 'dead'] as const)('voids what a later attempt could take: %s', async (outcome) => {
    const task = newTask();
    const etag = await settledAs(task, outcome);
    expect(await store.void([task])).toEqual([{ kind: 'settled', outcome }]);
    expect(await known(store, task)).toMatchObject({ state: { kind: 'void' } });
    expect(await store.take({ etag }, request(task, { attempt: 2 }))).toEqual({ kind: 'lost' });
  });

  it('voids a claim whose lease is over: its holder cannot settle it any more', async () => {
    const task = newTask();
    const etag = await etagOf(store, request(task, { leaseMs: 0 }));
    await overSoon(store, task);
    expect(await store.void([task])).toEqual([{ kind: 'leased' }]);
    expect(await known(store, task)).toMatchObject({ state: { kind: 'void' } });
    expect(await store.settle([settlement(task, etag)])).toEqual([{ kind: 'lost' }]);
  });

  it('says of a claim that was given back that nothing had begun', async () => {
    const task = newTask();
    await settledAs(task, 'retrying', 0);
    expect(await store.void([task])).toEqual([undefined]);
    expect(await known(store, task)).toMatchObject({ state: { kind: 'void' } });
  });

  it('answers the same when it voids again: whoever asked may have died before it was told', async () => {
    const [fresh, retrying, leased, over] = [newTask(), newTask(), newTask(), newTask()];
    await settledAs(retrying, 'retrying');
    await store.claim([request(leased)]);
    await store.claim([request(over, { leaseMs: 0 })]);
    await overSoon(store, over);
    const first = await store.void([fresh, retrying, leased, over]);
    expect(first).toEqual([
      undefined,
      { kind: 'settled', outcome: 'retrying' },
      { kind: 'leased' },
      { kind: 'leased' },
    ]);
    expect(await store.void([fresh, retrying, leased, over])).toEqual(first);
  });

  it('lets either a later attempt or the void have a task, never both', async () => {
    const tasks = Array.from({ length: 20 }, newTask);
    const etags: string[] = [];
    for (const task of tasks) etags.push(await settledAs(task, 'retrying'));
    const [stood, ...taken] = await Promise.all([
      store.void(tasks),
      ...tasks.map((task, at) => store.take({ etag: etags[at]! }, request(task, { attempt: 2 }))),
    ]);
    const fates = tasks.map((_, at) => `${stood[at]!.kind} ${taken[at]!.kind}`);
    expect(fates.filter((fate) => !['leased claimed', 'settled lost'].includes(fate))).toEqual([]);
  });

  it('clears what is old and settled for good, and nothing that may be tried or replayed once more', async () => {
    const outcomes = ['completed', 'failed', 'expired', 'retrying', 'dead'] as const;
    const tasks = Object.fromEntries(outcomes.map((outcome) => [outcome, newTask()]));
    const [leased, voided] = [newTask(), newTask()];
    for (const outcome of outcomes) await settledAs(tasks[outcome]!, outcome);
    await store.claim([request(leased, { leaseMs: 0 })]);
    await store.void([voided]);
    expect(await clearOld(store, anHourAgo())).toEqual([]);
    expect(await clearOld(store, inAnHour())).toEqual(
      [tasks['completed']!, tasks['failed']!, tasks['expired']!, voided].toSorted(),
    );
    expect((await store.claim([request(voided)]))[0]!.kind).toBe('claimed');
    for (const kept of [tasks['retrying']!, tasks['dead']!, leased]) await known(store, kept);
    expect(await clearOld(store, inAnHour())).toEqual([]);
  });

  it.each([
    ['100 KB that does not shrink', 100_000],
    ['1.5 MB that does not shrink', 1_500_000],
  ])('keeps emissions of %s', async (_size, bytes) => {
    const task = newTask();
    const large = emission(task, { output: randomBytes(bytes / 2).toString('hex') });
    const etag = await etagOf(store, request(task));
    await store.settle([
      settlement(task, etag, { state: { kind: 'settled', outcome: 'completed', emissions: [large] } }),
    ]);
    expect((await known(store, task)).state).toMatchObject({ emissions: [large] });
  });

  it('settles a hundred results of 24 KB that do not shrink', async () => {
    const tasks = Array.from({ length: 100 }, newTask);
    const answers = await store.claim(tasks.map((task) => request(task)));
    const items = answers.map((answer, index) => {
      if (answer.kind !== 'claimed') throw new Error('expected to claim it');
      const data = { output: randomBytes(12_000).toString('hex') };
      const state = {
        kind: 'settled' as const,
        outcome: 'completed' as const,
        emissions: [emission(tasks[index]!, data)],
      };
      return settlement(tasks[index]!, answer.etag, { state });
    });
    expect((await store.settle(items)).every(({ kind }) => kind === 'settled')).toBe(true);
  });
});

/** Makes the table do something else than asked, between client and wire. */
const meddling = (table: TableClient, meddle: (send: () => Promise<unknown>) => Promise<unknown>) => {
  let on = true;
  table.pipeline.addPolicy(
    {
      name: `meddle ${randomUUID()}`,
      sendRequest: async (request, next) => {
        if (!on) return next(request);
        return (await meddle(() => next(request))) as Awaited<ReturnType<typeof next>>;
      },
    },
    { phase: 'Sign' },
  );
  return { stop: () => void (on = false) };
};

describe('a claim store on a table that has its troubles', () => {
  it.each([
    ['one row', 1],
    ['rows of one partition', 5],
  ])(
    'counts a write of %s whose answer was lost as its own, when the client sends it again',
    async (_, rows) => {
      const table = await newTable();
      let lost = 0;
      meddling(table, async (send) => {
        const response = await send();
        if (lost > 0) return response;
        lost += 1;
        throw new RestError('socket hang up', { code: 'ECONNRESET' });
      });
      const store = tableClaimStore({ table, contents: memoryContentStore() });
      const tasks = Array.from({ length: rows }, () => newTaskIn(0));
      const answers = await store.claim(tasks.map((task) => request(task)));
      expect(lost).toBe(1);
      expect(answers.map(({ kind }) => kind)).toEqual(tasks.map(() => 'claimed'));
    },
  );

  it('answers the same call made again after a failure: what was written counts', async () => {
    const table = await newTable();
    const store = tableClaimStore({ table, contents: memoryContentStore() });
    const tasks = Array.from({ length: 20 }, newTask);
    let calls = 0;
    const trouble = meddling(table, async (send) => {
      const response = await send();
      calls += 1;
      if (calls % 2 === 0) throw Object.assign(new Error('lost'), { name: 'Fatal' });
      return response;
    });
    const asked = tasks.map((task) => request(task));
    await expect(store.claim(asked)).rejects.toThrow(PlatformError);
    trouble.stop();
    const answers = await store.claim(asked);
    expect(answers.map(({ kind }) => kind)).toEqual(tasks.map(() => 'claimed'));
    const items = answers.map((answer, index) =>
      settlement(tasks[index]!, answer.kind === 'claimed' ? answer.etag : 'none'),
    );
    const second = meddling(table, async (send) => {
      await send();
      throw Object.assign(new Error('lost'), { name: 'Fatal' });
    });
    await expect(store.settle(items)).rejects.toThrow(PlatformError);
    second.stop();
    expect((await store.settle(items)).every(({ kind }) => kind === 'settled')).toBe(true);
  });

  it.each([
    ['ten minutes ahead: a lease is not over before its time', 600_000, 60_000, false],
    ['ten minutes behind: a lease ends in its time', -600_000, 1, true],
  ])('judges leases by the clock of the service, with a machine %s', async (_, skewMs, leaseMs, over) => {
    const store = tableClaimStore({ table: await newTable(), contents: memoryContentStore() });
    const asked = request(newTask(), { leaseMs });
    await store.claim([asked]);
    // The service tells its time in whole seconds.
    const isOver = async () => {
      const [answer] = await store.claim([{ ...asked, holder: 'another' }]);
      return answer?.kind === 'known' && answer.claim.leaseOver;
    };
    const { now } = Date;
    const skewed = jest.spyOn(Date, 'now').mockImplementation(() => now() + skewMs);
    try {
      const until = now() + 10_000;
      while ((await isOver()) !== over && now() < until);
      expect(await isOver()).toBe(over);
    } finally {
      skewed.mockRestore();
    }
  });

  it('does not answer for rows of a newer release', async () => {
    const table = await newTable();
    const task = newTask();
    const partitionKey = bucketKey(taskBucket(task));
    await table.createEntity({ partitionKey, rowKey: task, v: 2, attempt: 1, state: 'sealed' });
    const store = tableClaimStore({ table, contents: memoryContentStore() });
    await expect(store.claim([request(task)])).rejects.toThrow(/version 2, and this release reads up to 1/);
    await expect(store.claim([request(task)])).rejects.toThrow(PlatformError);
  });

  it('says so when the table is not there', async () => {
    const table = tableOf({ MESH_STORAGE: service.connectionString }, 'nosuchtable');
    const store = tableClaimStore({ table, contents: memoryContentStore() });
    await expect(store.claim([request(newTask())])).rejects.toThrow(PlatformError);
  });
});
