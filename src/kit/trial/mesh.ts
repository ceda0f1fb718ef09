import { schemaBook } from '../../contracts/ajv-schema-book';
import type { MeshEvent } from '../../contracts/event';
import { schemas } from '../../contracts/generated/schemas';
import type { SchemaBook } from '../../contracts/schema-book';
import type { ReceivedBatch } from '../../mesh/batch/received';
import { catalogOf, type Agent, type Catalog } from '../../mesh/catalog';
import { deadLetterer } from '../../mesh/letters/dead-letterer';
import { checkDue } from '../../mesh/planner/check-due';
import { planner } from '../../mesh/planner/planner';
import { memoryClaimStore } from '../../mesh/ports/memory/memory-claim-store';
import { memoryContentStore, type MemoryContentStore } from '../../mesh/ports/memory/memory-content-store';
import { memoryDelayQueue } from '../../mesh/ports/memory/memory-delay-queue';
import { memoryLog, type MemoryLog } from '../../mesh/ports/memory/memory-log';
import { memoryPublisher } from '../../mesh/ports/memory/memory-publisher';
import { memoryRunStore, type MemoryRunStore } from '../../mesh/ports/memory/memory-run-store';
import { nullMetrics } from '../../mesh/ports/memory/null-metrics';
import { nullTracer } from '../../mesh/ports/memory/null-tracer';
import type { VirtualClock } from '../../mesh/ports/memory/virtual-clock';
import { worker } from '../../mesh/worker/worker';
import { backbone, type Delivery, type Reader } from './backbone';
import { seededRandom } from './chance';
import { lives, mortal, type Life } from './life';
import { watchSkills } from './skills';

export interface TrialMeshOptions {
  deliver: Delivery;
  crashAt: number | string | undefined;
  clock: VirtualClock;
  /** Whether the agent's doubles know the clock, so that its skills may wait for it. */
  sharesClock: boolean;
  seed: number;
  /** Of other schemas than the tree's. */
  book?: SchemaBook | undefined;
}

/** Turns of the event loop in which nothing happens before a skill is taken to wait for time to pass. */
const TURNS = 500;

let kept: SchemaBook | undefined;
/** Compiled once for all trials of a process, and in no process that has none. */
const bookOfAll = (): SchemaBook => (kept ??= schemaBook(schemas));

export interface TrialMesh {
  readonly catalog: Catalog;
  readonly book: SchemaBook;
  readonly runs: MemoryRunStore;
  readonly contents: MemoryContentStore;
  /** What only the skills of restricted data read. */
  readonly restricted: MemoryContentStore;
  readonly log: MemoryLog;
  /** Every event that was sent, in order. */
  readonly events: readonly MeshEvent[];
  /** What was written and performed, in order. */
  readonly writes: readonly string[];
  publish(event: MeshEvent): Promise<void>;
  /** Goes on until nothing is left to do but wait for people, or for time. */
  settle(): Promise<void>;
  /** Lets time pass, and does what falls due. */
  advance(ms: number): Promise<void>;
}

/** A mesh in one process: the real planner and the real worker, on doubles of all that is outside. */
export const trialMesh = (
  agent: Agent,
  { deliver, crashAt, clock, sharesClock, seed, book = bookOfAll() }: TrialMeshOptions,
): TrialMesh => {
  const random = seededRandom(seed);
  const runs = memoryRunStore();
  const claims = memoryClaimStore({ now: () => clock.now() });
  const contents = memoryContentStore();
  const restricted = memoryContentStore();
  const delayed = memoryDelayQueue();
  const publisher = memoryPublisher();
  const log = memoryLog();
  const events: MeshEvent[] = [];
  const hubs = backbone(deliver, clock, random);
  const { writes, begin } = lives(crashAt);
  let life = begin();
  const skills = watchSkills(agent, () => life);
  const catalog = catalogOf([skills.agent], book);

  /** What a new process is. */
  const bornWith = (mine: Life): Record<Reader, (batch: ReceivedBatch) => Promise<void>> => {
    const outside = {
      contents: mortal('contents', contents, mine),
      claims: mortal('claims', claims, mine),
      publisher: mortal('publisher', publisher, mine),
    };
    const deadLetters = deadLetterer({ ...outside, clock, versions: { mesh: 'trial' } });
    const nobodyLooks = { tracer: nullTracer, metrics: nullMetrics };
    const common = { ...outside, deadLetters, catalog, book, clock, log, ...nobodyLooks };
    const ofWorkers = {
      ...common,
      random,
      delayed: mortal('delayed', delayed, mine),
      instance: `worker-${writes.length}`,
    };
    return {
      planner: planner({ ...common, runs: mortal('runs', runs, mine) }),
      worker: worker(ofWorkers),
      workerRestricted: worker({ ...ofWorkers, restricted: mortal('restricted', restricted, mine) }),
    };
  };
  let roles = bornWith(life);

  /** Waits for what is under way. Time passes only when nothing goes on without it. */
  const ended = async (work: Promise<void>): Promise<void> => {
    const state = { isDone: false };
    const done = work.finally(() => {
      state.isDone = true;
    });
    done.catch(() => undefined);
    const goesOn = () => !state.isDone && !life.isOver;
    for (let quiet = 0; goesOn(); quiet++) {
      const before = skills.changes();
      await clock.advance(0);
      if (skills.changes() !== before) quiet = 0;
      if (!goesOn()) break;
      if (skills.busy() > 0 && !sharesClock) await Promise.race([done, life.over, skills.change()]);
      else if (skills.busy() + skills.listening() === 0 || quiet >= TURNS) {
        await passTo(clock.next());
        quiet = 0;
      }
    }
    if (!life.isOver) await done;
  };
  const passTo = (at: number | undefined) => clock.advance(Math.max(0, (at ?? clock.now()) - clock.now()));

  /** Delivers a batch; to a new process once more when the old one died of it. */
  const delivered = async (reader: Reader, batch: ReceivedBatch): Promise<void> => {
    await ended(roles[reader](batch));
    if (!life.isOver) return;
    skills.forget();
    life = begin();
    roles = bornWith(life);
    await delivered(reader, batch);
  };

  /** Does all that can be done at this time. */
  const flow = async (): Promise<void> => {
    for (;;) {
      await publisher.publish(delayed.takeDue(clock.now()).map(({ event }) => event));
      const sent = publisher.take();
      events.push(...sent);
      hubs.add(sent);
      const due = hubs.take();
      if (due.length === 0) return;
      for (const { reader, batch } of due) await delivered(reader, batch);
    }
  };

  const check = checkDue({ runs, publisher, clock, log });
  const nextDue = (): number =>
    Math.min(delayed.next() ?? Infinity, ...runs.all().map(({ dueAt = Infinity }) => dueAt));

  return {
    catalog,
    book,
    runs,
    contents,
    restricted,
    log,
    events,
    writes,
    publish: async (event) => void (await publisher.publish([event])),
    settle: async () => {
      await flow();
      for (let next = delayed.next(); next !== undefined; next = delayed.next()) {
        await passTo(next);
        await flow();
      }
    },
    advance: async (ms) => {
      const until = clock.now() + ms;
      await flow();
      for (let next = nextDue(); next <= until; next = nextDue()) {
        await passTo(next);
        await check();
        await flow();
      }
      await passTo(until);
      await flow();
    },
  };
};
