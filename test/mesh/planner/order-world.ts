import { toStructured } from '../../../src/contracts/envelope';
import type { MeshEvent } from '../../../src/contracts/event';
import { MESH, meaningOf } from '../../../src/contracts/event-types';
import { derivedId, resultIdOf, runIdOf } from '../../../src/contracts/ids';
import type { Plan } from '../../../src/contracts/plan';
import type { ReceivedBatch } from '../../../src/mesh/batch/received';
import { checkDue } from '../../../src/mesh/planner/check-due';
import { planner } from '../../../src/mesh/planner/planner';
import type { PlannerDeps } from '../../../src/mesh/planner/planner';
import { memoryClaimStore } from '../../../src/mesh/ports/memory/memory-claim-store';
import { memoryContentStore } from '../../../src/mesh/ports/memory/memory-content-store';
import { memoryDeadLetters } from '../../../src/mesh/ports/memory/memory-dead-letters';
import { memoryLog } from '../../../src/mesh/ports/memory/memory-log';
import { memoryPublisher } from '../../../src/mesh/ports/memory/memory-publisher';
import { memoryRunStore } from '../../../src/mesh/ports/memory/memory-run-store';
import { nullMetrics } from '../../../src/mesh/ports/memory/null-metrics';
import { nullTracer } from '../../../src/mesh/ports/memory/null-tracer';
import {
  INTENT,
  NOON,
  SILENCE,
  TENANT,
  book,
  command,
  intentOf,
  planOf,
  plannedOf,
  skill,
  step,
} from './world';

export const prepared: Plan = planOf({
  prepare: step(),
  post: step({ skill: 'test.order@1', needs: ['prepare'] }),
});
export const alone: Plan = planOf({ post: step({ skill: 'test.order@1' }) });

/** Skills whose name begins with `order` go one after the other. */
const ordering = (name: string) =>
  name.startsWith('test.order') ? { ...skill(name), order: 'key' as const } : skill(name);

export const runOfIntent = (n: number, key?: string): string =>
  runIdOf({ tenant: TENANT, source: '/shop', id: `order-${n}`, partitionKey: key });

/** The n-th wish of a key. */
export const wish = (n: number, key?: string, more: Partial<MeshEvent> = {}): MeshEvent =>
  intentOf(
    { n },
    {
      id: `order-${n}`,
      correlationid: runOfIntent(n, key),
      ...(key !== undefined && { partitionkey: key }),
      ...more,
    },
  );

type Kind = 'completed' | 'failed' | 'expired' | 'deadlettered';

const DATA: Record<Kind, object> = {
  completed: { output: 1 },
  failed: { code: 'no', message: 'it said no' },
  expired: {},
  deadlettered: { letter: 'letter-1', reason: { code: 'broken', message: 'is broken' } },
};

/** Planners on the same stores, and the tasks that they have sent; what comes back from those is up to the test. */
export const orderWorld = (plan: Plan = alone) => {
  const runs = memoryRunStore();
  const publisher = memoryPublisher();
  const dead = memoryDeadLetters();
  const tasks: MeshEvent[] = [];
  const commands: MeshEvent[] = [];
  let at = NOON;

  const newPlanner = (more: Partial<PlannerDeps> = {}) =>
    planner({
      runs,
      contents: memoryContentStore(),
      claims: memoryClaimStore({ now: () => at }),
      publisher,
      deadLetters: dead.send,
      catalog: { planFor: (type) => (type === INTENT ? plannedOf(plan) : undefined), skill: ordering },
      book,
      log: memoryLog(),
      tracer: nullTracer,
      metrics: nullMetrics,
      silenceMs: SILENCE,
      ...more,
    });
  let current = newPlanner();

  const batchOf = (events: readonly MeshEvent[]): ReceivedBatch => ({
    hub: 'results',
    group: 'planner',
    partition: '3',
    events: events.map((event, nth) => ({
      body: toStructured(event),
      properties: {},
      sequence: nth,
      offset: String(nth),
      enqueuedAt: (at += 1),
    })),
  });

  const take = () => {
    for (const event of publisher.take()) {
      const meaning = meaningOf(event.type);
      if (meaning.kind === 'task') tasks.push(event);
      if (event.type === MESH.runCheck) commands.push(event);
    }
  };

  /** Has a planner fold events, and then all commands that come of it. */
  const deliver = async (...events: readonly MeshEvent[]): Promise<void> => {
    await current(batchOf(events));
    for (take(); commands.length > 0; take()) await current(batchOf(commands.splice(0)));
  };

  const resultOf = (task: MeshEvent, kind: Kind = 'completed'): MeshEvent => ({
    specversion: '1.0',
    id: resultIdOf(task.subject!, task.attempt!, kind),
    source: '/mesh/worker',
    type: task.type.replace(/created$/, kind),
    subject: task.subject!,
    correlationid: task.correlationid!,
    tenantid: task.tenantid!,
    attempt: task.attempt!,
    data: DATA[kind],
  });

  const n = ({ correlationid }: MeshEvent) =>
    (runs.all().find(({ id }) => id === correlationid)!.intent.data as { n: number }).n;

  return {
    runs,
    publisher,
    dead,
    skill: ordering,
    plannedAs: () => plannedOf(plan),
    /** Tasks that were sent and not taken out yet. */
    tasks,
    /** Commands that were sent and are not to be delivered yet. */
    commands,
    take,
    batchOf,
    newPlanner,
    deliver,
    resultOf,
    /** From now on, another planner folds. */
    rebalance: (more?: Partial<PlannerDeps>) => {
      current = newPlanner(more);
    },
    /** Names of the tasks that are with workers, as `post 3`. */
    open: () => tasks.map((task) => `${task.subject!.split('.').slice(1).join('.')} ${n(task)}`),
    /** Settles the task that was sent first, of this step where one is named. */
    settle: async (kind: Kind = 'completed', name?: string) => {
      const nth = tasks.findIndex(({ subject }) => name === undefined || subject!.split('.')[1] === name);
      const [task] = tasks.splice(nth, 1);
      await deliver(resultOf(task!, kind));
      return n(task!);
    },
    cancel: (run: string) =>
      deliver(command(MESH.runCancel, {}, { id: `cancel-${run}`, subject: run, correlationid: run })),
    /** Lets time pass, and has what is due look at itself. */
    pass: async (ms: number) => {
      at += ms;
      await checkDue({ runs, publisher, clock: { now: () => at }, log: memoryLog() })();
      await deliver();
    },
    statusOf: (run: string) => runs.all().find(({ id }) => id === run)?.status,
    lineOf: async (key: string) => (await runs.line(keyIdOf(key)))?.line.runs.map(({ run }) => run) ?? [],
  };
};

const keyIdOf = (key: string): string => derivedId(TENANT, key);

export type OrderWorld = ReturnType<typeof orderWorld>;
