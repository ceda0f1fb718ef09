import { toStructured } from '../../../src/contracts/envelope';
import { PlatformError } from '../../../src/contracts/errors';
import type { MeshEvent } from '../../../src/contracts/event';
import { MESH } from '../../../src/contracts/event-types';
import { runIdOf } from '../../../src/contracts/ids';
import type { Plan } from '../../../src/contracts/plan';
import { planner } from '../../../src/mesh/planner/planner';
import type { PlannerDeps } from '../../../src/mesh/planner/planner';
import type { ReceivedBatch, ReceivedEvent } from '../../../src/mesh/batch/received';
import { memoryClaimStore } from '../../../src/mesh/ports/memory/memory-claim-store';
import { memoryContentStore } from '../../../src/mesh/ports/memory/memory-content-store';
import { memoryDeadLetters } from '../../../src/mesh/ports/memory/memory-dead-letters';
import { memoryLog } from '../../../src/mesh/ports/memory/memory-log';
import { memoryMetrics } from '../../../src/mesh/ports/memory/memory-metrics';
import { memoryPublisher } from '../../../src/mesh/ports/memory/memory-publisher';
import { memoryRunStore } from '../../../src/mesh/ports/memory/memory-run-store';
import { nullTracer } from '../../../src/mesh/ports/memory/null-tracer';
import {
  INTENT,
  NOON,
  RUN,
  TENANT,
  book,
  command,
  intentOf,
  planOf,
  plannedOf,
  result,
  skill,
  step,
} from './world';

const chain = planOf(
  {
    a: step({ input: { $from: '/intent/data' } }),
    b: step({ needs: ['a'], input: { $from: '/steps/a/output' } }),
  },
  { answer: { $from: '/steps/b/output' } },
);

const received = (event: MeshEvent | string, sequence: number): ReceivedEvent => ({
  body: typeof event === 'string' ? Buffer.from(event) : toStructured(event),
  properties: {},
  sequence,
  offset: String(sequence),
  enqueuedAt: NOON + sequence,
});

const batchOf = (...events: readonly (MeshEvent | string)[]): ReceivedBatch => ({
  hub: 'results',
  group: 'planner',
  partition: '3',
  events: events.map((event, index) => received(event, index + 1)),
});

const catalogOf = (plan: Plan, output = 'test/any@1'): PlannerDeps['catalog'] => ({
  planFor: (type) => (type === INTENT ? { ...plannedOf(plan), output } : undefined),
  skill: (name) => skill(name),
});

/** Everything that the planner touches, with a trace of what it touched. */
const world = (plan: Plan = chain, output?: string) => {
  const trace: string[] = [];
  const traced = <T extends object>(name: string, port: T): T =>
    new Proxy(port, {
      get: (target, method: string) => {
        const value = target[method as keyof T] as unknown;
        if (typeof value !== 'function') return value;
        return (...args: unknown[]) => (
          trace.push(`${name}.${method}`),
          value.apply(target, args) as unknown
        );
      },
    });
  const dead = memoryDeadLetters();
  const metrics = memoryMetrics();
  const ports = {
    runs: memoryRunStore(),
    contents: memoryContentStore(),
    claims: memoryClaimStore({ now: () => NOON }),
    publisher: memoryPublisher(),
  };
  const deps: PlannerDeps = {
    runs: traced('runs', ports.runs),
    contents: traced('contents', ports.contents),
    claims: traced('claims', ports.claims),
    publisher: traced('publisher', ports.publisher),
    deadLetters: (items) => (trace.push('deadLetters'), dead.send(items)),
    catalog: catalogOf(plan, output),
    book,
    log: memoryLog(),
    tracer: nullTracer,
    metrics,
  };
  return { ...ports, dead, metrics, deps, trace, plan: planner(deps) };
};

const ids = (events: readonly MeshEvent[]) => events.map(({ id }) => id.slice(RUN.length + 1));
const runOf = ({ runs }: { runs: ReturnType<typeof memoryRunStore> }) => runs.all()[0]!;

const { tenantid: _, ...withoutTenant } = intentOf();

/** Another wish, so another run. */
const otherIntent = (n: number): MeshEvent => {
  const id = `order-${n}`;
  return intentOf({}, { id, correlationid: runIdOf({ tenant: TENANT, source: '/shop', id }) });
};

describe('the planner', () => {
  it('plans the intents of a batch with one save and one send', async () => {
    const { plan, trace, publisher, runs } = world();
    await plan(batchOf(...Array.from({ length: 20 }, (_, n) => otherIntent(n))));
    expect(trace).toEqual(['runs.save', 'publisher.publish']);
    expect(runs.all()).toHaveLength(20);
    expect(publisher.events).toHaveLength(40);
  });

  it('folds all results of one run that came together in one write', async () => {
    const { plan, trace, runs, publisher } = world();
    await plan(batchOf(intentOf({ n: 7 })));
    trace.length = 0;
    await plan(batchOf(result('a', 'completed'), result('b', 'completed')));
    expect(trace.filter((call) => call === 'runs.save')).toHaveLength(1);
    expect(runs.all()).toMatchObject([{ status: 'completed', output: { value: { answer: 'b' } } }]);
    // The task that was answered in the same batch need not be sent.
    expect(ids(publisher.events)).toEqual(['a.1', 'changed-1', 'changed-3', 'completed']);
  });

  it('does not read a run again while the partition stays here', async () => {
    const { plan, trace } = world();
    await plan(batchOf(intentOf()));
    trace.length = 0;
    await plan(batchOf(result('a', 'completed')));
    expect(trace).toEqual(['runs.save', 'publisher.publish']);
  });

  it('finds out that what it remembers is stale', async () => {
    const here = world();
    const elsewhere = planner(here.deps);
    await here.plan(batchOf(intentOf()));
    await elsewhere(batchOf(result('a', 'completed')));
    await here.plan(batchOf(result('b', 'completed')));
    expect(runOf(here)).toMatchObject({ status: 'completed' });
  });

  it('refuses nothing on account of what it remembers', async () => {
    const here = world(planOf({ a: step(), ask: step({ skill: 'test.ask@1', needs: ['a'] }) }));
    const elsewhere = planner(here.deps);
    await here.plan(batchOf(intentOf()));
    await elsewhere(batchOf(result('a', 'completed')));
    await here.plan(batchOf(command(MESH.taskAnswer, { task: `${RUN}.ask`, output: { decision: 'yes' } })));
    expect(here.dead.letters).toEqual([]);
    expect(runOf(here)).toMatchObject({ status: 'completed' });
  });

  it('measures the end of a run once, whoever else folds the same, and however often', async () => {
    const here = world();
    const elsewhere = planner(here.deps);
    await here.plan(batchOf(intentOf()));
    expect(here.metrics.all).toEqual([]);
    const results = batchOf(result('a', 'completed'), result('b', 'completed'));
    await Promise.all([here.plan(results), elsewhere(results)]);
    await here.plan(results);
    await elsewhere(batchOf(intentOf()));
    const attributes = { 'mesh.intent.type': INTENT, 'mesh.status': 'completed' };
    const { acceptedAt, endedAt } = runOf(here);
    expect(here.metrics.all).toEqual([
      { name: 'mesh.runs.ended', value: 1, attributes },
      { name: 'mesh.run.duration', value: (endedAt! - acceptedAt) / 1_000, attributes },
    ]);
  });

  it('settles what is no event as a dead letter, whole, and does its neighbours', async () => {
    const { plan, dead, runs } = world();
    const batch = batchOf('{ no json', intentOf(), intentOf({}, { correlationid: 'nonsense' }));
    await plan(batch);
    expect(dead.letters).toMatchObject([
      {
        stage: 'parse',
        received: batch.events[0],
        batch: { hub: 'results', group: 'planner', partition: '3' },
      },
      { stage: 'parse', reason: { code: 'no-run' } },
    ]);
    expect(runs.all()).toHaveLength(1);
  });

  it.each([
    [
      'an intent that nobody has a plan for',
      intentOf({}, { type: 'business.other.intent' }),
      'no-plan',
      true,
    ],
    ['a result of a run that is not there', result('a', 'completed'), 'no-run', true],
    ['an intent without a tenant', withoutTenant, 'no-tenant', false],
  ])('dead-letters %s', async (_what, event, code, passing) => {
    const { plan, dead, runs } = world();
    await plan(batchOf(event));
    expect(dead.letters).toMatchObject([{ reason: { code, passing } }]);
    expect(runs.all()).toEqual([]);
  });

  it('throws when its dead letters cannot be kept: nothing of the batch is lost', async () => {
    const { deps } = world();
    const away = new PlatformError('the hub dlq does not take dead letters');
    const plan = planner({ ...deps, deadLetters: () => Promise.reject(away) });
    await expect(plan(batchOf(intentOf(), '{ no json'))).rejects.toBe(away);
  });

  it('lets a check of a run that is not there pass', async () => {
    const { plan, dead } = world();
    await plan(batchOf(command(MESH.runCheck)));
    expect(dead.letters).toEqual([]);
  });

  it('dead-letters an id that comes with another body, and shows it on the run', async () => {
    const { plan, dead, runs, publisher } = world();
    await plan(batchOf(intentOf({ n: 1 }), intentOf({ n: 2 })));
    expect(dead.letters).toMatchObject([
      { stage: 'plan', event: { data: { n: 2 } }, reason: { code: 'id-reuse' } },
    ]);
    expect(runs.all()).toMatchObject([{ intent: { data: { n: 1 } }, reused: [{ at: NOON + 2 }] }]);
    expect(ids(publisher.events)).toEqual(['a.1', 'changed-1']);
  });

  it('throws when the broker did not take everything, and sends the same when the batch comes again', async () => {
    const { plan, publisher } = world();
    publisher.fail(() => new Error('away'));
    await expect(plan(batchOf(intentOf()))).rejects.toThrow(PlatformError);
    expect(publisher.events).toEqual([]);
    publisher.fail();
    await plan(batchOf(intentOf()));
    expect(ids(publisher.events)).toEqual(['a.1', 'changed-1']);
  });

  it('sends again what a process that died after its write had not sent', async () => {
    const { deps, publisher, plan } = world();
    await plan(batchOf(intentOf()));
    const dying = planner({ ...deps, publisher: { publish: () => Promise.reject(new Error('died')) } });
    await expect(dying(batchOf(result('a', 'completed')))).rejects.toThrow('died');
    publisher.take();
    await planner(deps)(batchOf(result('a', 'completed')));
    expect(ids(publisher.events)).toEqual(['b.1']);
  });

  it('gives up a batch whose runs are written by others again and again', async () => {
    const { deps, runs } = world();
    const contended = {
      ...runs,
      save: async (changes: readonly unknown[]) => changes.map(() => ({ kind: 'conflict' as const })),
    };
    await expect(planner({ ...deps, runs: contended })(batchOf(intentOf()))).rejects.toThrow(PlatformError);
  });
});

describe('data that does not travel', () => {
  const large = 'x'.repeat(30_000);

  it('is read where it is needed, and only there', async () => {
    const { plan, contents, publisher, trace } = world();
    await contents.put('content/r/data', Buffer.from(JSON.stringify({ n: 7 })));
    await plan(batchOf({ ...intentOf(), data: undefined, dataref: 'content/r/data' }));
    expect(publisher.events[0]).toMatchObject({ data: { input: { n: 7 } } });
    trace.length = 0;
    await plan(batchOf(result('a', 'completed')));
    expect(trace).not.toContain('contents.get');
  });

  it('is kept before the run that refers to it, and before its event is sent', async () => {
    const { plan, contents, publisher, trace } = world();
    await plan(batchOf(intentOf({ large })));
    expect(trace).toEqual(['contents.put', 'runs.save', 'publisher.publish']);
    const kept = await contents.get(publisher.events[0]!.dataref!);
    expect(JSON.parse(Buffer.from(kept!).toString())).toMatchObject({ step: 'a', input: { large } });
  });

  it('makes a dead letter of a result whose data is gone', async () => {
    const { plan, dead, runs } = world();
    await plan(
      batchOf(intentOf(), { ...result('a', 'completed'), data: undefined, dataref: 'content/gone' }),
    );
    expect(dead.letters).toMatchObject([{ reason: { code: 'data-gone' } }]);
    expect(runs.all()).toMatchObject([{ status: 'running' }]);
  });

  it('is found though it was written in the same batch', async () => {
    const every = planOf(
      {
        all: step({ forEach: '/intent/data' }),
        sum: step({ needs: ['all'], input: { $from: '/steps/all/output/19' } }),
      },
      null,
    );
    const { plan, publisher, contents } = world(every);
    await plan(batchOf(intentOf(Array.from({ length: 20 }, (_, n) => n))));
    publisher.take();
    const output = (n: number) => `${n}${'y'.repeat(20_000)}`;
    await plan(
      batchOf(
        ...Array.from({ length: 20 }, (_, n) => result(`all.${n}`, 'completed', { output: output(n) })),
      ),
    );
    expect(contents.names().length).toBeGreaterThan(5);
    expect(publisher.events[0]).toMatchObject({ id: `${RUN}.sum.1`, data: { input: output(19) } });
  });
});

describe('the schema of the output', () => {
  it('stays the one that the run was planned with, whatever a deployment brings', async () => {
    const plan = planOf({ a: step() }, { decision: { $from: '/steps/a/output' } });
    const before = world(plan, 'test/answer@1');
    const after = planner({ ...before.deps, catalog: catalogOf(plan, 'test/any@1') });
    await before.plan(batchOf(intentOf()));
    await after(batchOf(result('a', 'completed', { output: 7 })));
    expect(runOf(before)).toMatchObject({ status: 'failed', failure: { code: 'invalid-output' } });
    expect(before.publisher.events.at(-1)).toMatchObject({ type: 'business.test.intent.failed' });
  });
});

describe('cancelling', () => {
  const buying = planOf({ buy: step({ skill: 'test.buy@1' }), think: step() });

  it('makes the claims of external effects void first, and says what may have happened', async () => {
    const { plan, claims, runs, publisher } = world(buying);
    await plan(batchOf(intentOf()));
    await claims.claim([{ task: `${RUN}.buy`, attempt: 1, leaseMs: 1_000, holder: 'worker' }]);
    await plan(batchOf(command(MESH.runCancel)));
    expect(runs.all()).toMatchObject([{ status: 'cancelled' }]);
    expect(publisher.events.at(-1)).toMatchObject({
      type: 'business.test.intent.cancelled',
      data: { uncertain: [`${RUN}.buy`] },
    });
    expect(claims.all().map(({ task }) => task)).toEqual([`${RUN}.buy`]);
  });

  it('makes no claim void on account of what it remembers', async () => {
    const here = world(planOf({ buy: step({ skill: 'test.buy@1' }), next: step({ needs: ['buy'] }) }));
    const elsewhere = planner(here.deps);
    await here.plan(batchOf(intentOf()));
    await elsewhere(batchOf(result('buy', 'completed'), result('next', 'completed')));
    await here.plan(batchOf(command(MESH.runCancel)));
    expect(here.claims.all()).toEqual([]);
    expect(runOf(here)).toMatchObject({ status: 'completed' });
  });

  it('stops what was not claimed yet', async () => {
    const { plan, claims, publisher } = world(buying);
    await plan(batchOf(intentOf()));
    await plan(batchOf(command(MESH.runCancel)));
    expect(claims.read(`${RUN}.buy`)).toMatchObject({ state: { kind: 'void' } });
    expect(publisher.events.at(-1)!.data).not.toHaveProperty('uncertain');
  });
});
