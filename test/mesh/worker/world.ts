import { schemaBook } from '../../../src/contracts/ajv-schema-book';
import { toStructured } from '../../../src/contracts/envelope';
import type { MeshEvent } from '../../../src/contracts/event';
import { schemas } from '../../../src/contracts/generated/schemas';
import { attemptIdOf, runIdOf, taskIdOf } from '../../../src/contracts/ids';
import type { ReceivedBatch, ReceivedEvent } from '../../../src/mesh/batch/received';
import type { Catalog } from '../../../src/mesh/catalog';
import { memoryClaimStore } from '../../../src/mesh/ports/memory/memory-claim-store';
import { memoryContentStore } from '../../../src/mesh/ports/memory/memory-content-store';
import { memoryDeadLetters } from '../../../src/mesh/ports/memory/memory-dead-letters';
import { memoryDelayQueue } from '../../../src/mesh/ports/memory/memory-delay-queue';
import { memoryLog } from '../../../src/mesh/ports/memory/memory-log';
import { memoryMetrics } from '../../../src/mesh/ports/memory/memory-metrics';
import { memoryPublisher } from '../../../src/mesh/ports/memory/memory-publisher';
import { nullTracer } from '../../../src/mesh/ports/memory/null-tracer';
import { virtualClock } from '../../../src/mesh/ports/memory/virtual-clock';
import type { Skill } from '../../../src/mesh/worker/skill';
import { worker, type WorkerDeps } from '../../../src/mesh/worker/worker';

export const book = schemaBook({
  ...schemas,
  'test/in@1': { type: 'object', required: ['n'], properties: { n: { type: 'number' } } },
  'test/out@1': { type: 'object', required: ['n'], properties: { n: { type: 'number' } } },
});

export const skillOf = (more: Partial<Skill> = {}): Skill => ({
  name: 'test.do@1',
  input: 'test/in@1',
  output: 'test/out@1',
  effects: 'none',
  repeat: 'keyed',
  timeoutMs: 10_000,
  retry: { attempts: 5 },
  by: 'worker',
  perform: (input) => input,
  ...more,
});

export const catalogOf = (...skills: readonly Skill[]): Catalog => ({
  planFor: () => undefined,
  intents: () => [],
  skill: (name) => skills.find((skill) => skill.name === name),
});

export const runOf = (n: number): string => runIdOf({ tenant: 't', source: '/test', id: `intent-${n}` });

const PARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

/** A task that was dispatched; `n` is its input, and tells one from another. */
export const taskEvent = (n = 1, more: Partial<MeshEvent> & { skill?: string } = {}): MeshEvent => {
  const { skill = 'test.do@1', attempt = 1, ...attributes } = more;
  const task = taskIdOf(runOf(n), 'step');
  return {
    specversion: '1.0',
    id: attemptIdOf(task, attempt),
    source: '/mesh/planner',
    type: 'business.test.task.created',
    subject: task,
    time: '2026-01-01T00:00:00.000Z',
    correlationid: runOf(n),
    causationid: `intent-${n}`,
    tenantid: 't',
    traceparent: PARENT,
    attempt,
    data: { skill, step: 'step', input: { n } },
    ...attributes,
  };
};

export const receivedOf = (event: MeshEvent | Uint8Array, index = 0): ReceivedEvent => ({
  body: event instanceof Uint8Array ? event : toStructured(event),
  properties: {},
  sequence: index,
  offset: String(index),
  enqueuedAt: Date.UTC(2026, 0, 1),
});

export const batchOf = (...events: readonly (MeshEvent | Uint8Array)[]): ReceivedBatch => ({
  hub: 'tasks',
  group: 'worker',
  partition: '0',
  events: events.map(receivedOf),
});

/** All that outlives a worker, and workers on it. */
export const world = ({ storeSkewMs = 0 }: { storeSkewMs?: number } = {}) => {
  const clock = virtualClock();
  const ports = {
    claims: memoryClaimStore({ now: () => clock.now() + storeSkewMs }),
    contents: memoryContentStore(),
    publisher: memoryPublisher(),
    delayed: memoryDelayQueue(),
  };
  const letters = memoryDeadLetters();
  const log = memoryLog();
  const metrics = memoryMetrics();
  let instances = 0;
  const start = (skills: readonly Skill[], more: Partial<WorkerDeps> = {}) =>
    worker({
      ...ports,
      catalog: catalogOf(...skills),
      book,
      deadLetters: letters.send,
      clock,
      random: () => 0.5,
      log,
      tracer: nullTracer,
      metrics,
      instance: `worker-${(instances += 1)}`,
      ...more,
    });

  /** Lets time pass until the work is done. */
  const done = async <T>(work: Promise<T>): Promise<T> => {
    const state = { ended: false };
    const end = () => void (state.ended = true);
    work.then(end, end);
    await clock.advance(0);
    while (!state.ended) await clock.advance(Math.max(0, (clock.next() ?? 0) - clock.now()));
    return work;
  };
  /** Lets time pass until the first delayed events are due, and takes them out. */
  const dueEvents = async (): Promise<MeshEvent[]> => {
    const next = ports.delayed.next();
    if (next === undefined) return [];
    await clock.advance(Math.max(0, next - clock.now()));
    return ports.delayed.takeDue(clock.now()).map(({ event }) => event);
  };
  /** Delivers events until nothing waits any more. */
  const drain = async (work: (batch: ReceivedBatch) => Promise<void>, ...first: readonly MeshEvent[]) => {
    let events = [...first];
    for (let rounds = 0; events.length > 0; rounds += 1) {
      if (rounds === 100) throw new Error('it never ends');
      await done(work(batchOf(...events)));
      events = await dueEvents();
    }
  };
  return { ...ports, letters, log, metrics, clock, start, done, dueEvents, drain };
};

/** The kinds of the results, in their order. */
export const kindsOf = (events: readonly MeshEvent[]): string[] =>
  events.map(({ type }) => type.split('.').at(-1)!);
