import { STRUCTURED, amqpProperties, toStructured } from '../../../src/contracts/envelope';
import type { MeshEvent } from '../../../src/contracts/event';
import { restrictedFolder } from '../../../src/contracts/dataref';
import { HUBS, hubOf, type Hub } from '../../../src/contracts/hubs';
import { guarded } from '../../../src/mesh/batch/guard';
import type { ReceivedBatch, ReceivedEvent } from '../../../src/mesh/batch/received';
import { catalogOf } from '../../../src/mesh/catalog';
import { gateway } from '../../../src/mesh/gateway/gateway';
import { linksFor } from '../../../src/mesh/gateway/links';
import { ROLES } from '../../../src/mesh/gateway/role';
import { routes } from '../../../src/mesh/gateway/routes';
import { deadLetterRoutes } from '../../../src/mesh/gateway/routes/dead-letters';
import { replayRoutes } from '../../../src/mesh/gateway/routes/replays';
import { subscriptionRoutes } from '../../../src/mesh/gateway/routes/subscriptions';
import { indexRuns } from '../../../src/mesh/index/index-runs';
import { deadLetterer } from '../../../src/mesh/letters/dead-letterer';
import { janitor } from '../../../src/mesh/janitor/janitor';
import { contentFolderOf, eraseLetters } from '../../../src/mesh/letters/erase-letters';
import { keepLetters } from '../../../src/mesh/letters/keep-letters';
import { resolveReturned } from '../../../src/mesh/letters/resolve-returned';
import { monitor } from '../../../src/mesh/monitor/monitor';
import { checkDue } from '../../../src/mesh/planner/check-due';
import { planner } from '../../../src/mesh/planner/planner';
import { viewRun } from '../../../src/mesh/planner/view';
import { memoryActStore } from '../../../src/mesh/ports/memory/memory-act-store';
import { memoryClaimStore } from '../../../src/mesh/ports/memory/memory-claim-store';
import { memoryContentStore } from '../../../src/mesh/ports/memory/memory-content-store';
import { memoryDelayQueue } from '../../../src/mesh/ports/memory/memory-delay-queue';
import { memoryErasureStore } from '../../../src/mesh/ports/memory/memory-erasure-store';
import { memoryHealthStore } from '../../../src/mesh/ports/memory/memory-health-store';
import { memoryLetterStore } from '../../../src/mesh/ports/memory/memory-letter-store';
import { memoryLog } from '../../../src/mesh/ports/memory/memory-log';
import { memoryMarkStore } from '../../../src/mesh/ports/memory/memory-mark-store';
import { memoryPublisher } from '../../../src/mesh/ports/memory/memory-publisher';
import { memoryReplayStore } from '../../../src/mesh/ports/memory/memory-replay-store';
import { memoryRunIndex } from '../../../src/mesh/ports/memory/memory-run-index';
import { memoryRunStore } from '../../../src/mesh/ports/memory/memory-run-store';
import { memorySubscriptionStore } from '../../../src/mesh/ports/memory/memory-subscription-store';
import { nullMetrics } from '../../../src/mesh/ports/memory/null-metrics';
import { nullTracer } from '../../../src/mesh/ports/memory/null-tracer';
import { virtualClock } from '../../../src/mesh/ports/memory/virtual-clock';
import type { RawMessage } from '../../../src/mesh/ports/publisher';
import { REPLAY_LIMITS } from '../../../src/mesh/replayer/deps';
import { replayTick } from '../../../src/mesh/replayer/tick';
import { notifier } from '../../../src/mesh/webhooks/notifier';
import { ROUND_LIMITS } from '../../../src/mesh/webhooks/round';
import { staysAway } from '../../../src/mesh/webhooks/stays-away';
import { deliverDelayed } from '../../../src/mesh/worker/delayed';
import { worker } from '../../../src/mesh/worker/worker';
import { book, flowAgent, ledger } from './agent';
import { lives, mortal, writesOf, type Death, type Life } from './lives';
import { subscriber } from './subscriber';

const TENANT = 'contoso';
export const KEEP_MS = 30 * 24 * 3_600_000;
const GROUPS: Record<Hub, readonly string[]> = {
  intents: ['planner'],
  'intents-priority': ['planner'],
  results: ['planner'],
  tasks: ['worker'],
  'tasks-priority': ['worker'],
  'tasks-restricted': ['worker'],
  events: ['index', 'notifier'],
  dlq: ['letters'],
};

const portsOn = (clock: { now(): number }) => ({
  runs: memoryRunStore(),
  claims: memoryClaimStore(clock),
  contents: memoryContentStore(),
  marks: memoryMarkStore(),
  delayed: memoryDelayQueue(),
  letters: memoryLetterStore(),
  replays: memoryReplayStore(),
  acts: memoryActStore(),
  erasures: memoryErasureStore(),
  index: memoryRunIndex(),
  subscriptions: memorySubscriptionStore(),
  health: memoryHealthStore(),
  publisher: memoryPublisher(),
});
type Ports = ReturnType<typeof portsOn>;

/** What the doubles have beyond the port, for tests. */
const OF_DOUBLES = new Set([
  'runs.all',
  'claims.all',
  'letters.all',
  'contents.erase',
  'contents.names',
  'publisher.take',
  'publisher.fail',
  'delayed.takeDue',
  'delayed.next',
]);

const isRaw = (message: MeshEvent | RawMessage): message is RawMessage => 'body' in message;
const hubOfMessage = (message: MeshEvent | RawMessage): Hub =>
  isRaw(message) ? message.hub : hubOf(message);

const nameOf =
  (port: string) =>
  (method: string, item: unknown): string =>
    port === 'publisher'
      ? `publisher.${method} to ${hubOfMessage(item as MeshEvent | RawMessage)}`
      : `${port}.${method}`;

/** Every kind of write that there is: a test has to see each of them. */
export const allWrites = (): readonly string[] =>
  Object.entries(portsOn({ now: () => 0 }))
    .flatMap(([port, double]) => writesOf(double).map((method) => `${port}.${method}`))
    .filter((name) => !OF_DOUBLES.has(name));

const asMortal = (ports: Ports, life: Life): Ports =>
  Object.fromEntries(
    Object.entries(ports).map(([name, port]) => [name, mortal(life, port, nameOf(name))]),
  ) as Ports;

/**
 * All of the mesh in one process, on doubles, over hubs of one partition. What the process did not live to end is
 * delivered to the next one: a batch as it was, a message of a queue, a timer; and a caller repeats its request.
 */
export const memoryMesh = (death?: Death) => {
  const clock = virtualClock();
  const ports = portsOn(clock);
  const restricted = memoryContentStore();
  const books = ledger();
  const listener = subscriber();
  const { trace, begin } = lives(death);
  let life = begin();

  const bornWith = (mine: Life) => {
    const outside = asMortal(ports, mine);
    const { publisher, contents, marks } = outside;
    const versions = { mesh: 'test' };
    const catalog = catalogOf([flowAgent(books, (what, call) => mine.does(what, call))], book);
    const deadLetters = deadLetterer({ publisher, contents, versions, clock });
    const common = {
      ...outside,
      restricted,
      deadLetters,
      catalog,
      book,
      clock,
      log: memoryLog(),
      tracer: nullTracer,
      metrics: nullMetrics,
      versions,
    };
    const policy = { parkAfter: 3, autoReplayAfterMs: 60_000 };
    const guard = guarded({ ...common, marks });
    const plan = guard('planner', planner(common));
    const work = guard(
      'worker',
      worker({ ...common, random: () => 0.5, instance: `worker-${trace.length}` }),
    );
    const ofLetters = {
      ...common,
      policy,
      links: linksFor(),
      operatorTenant: TENANT,
    };
    // A caller that asks again for want of an answer is given the same id: here nobody would remove the other one.
    const newId = () => 'w'.repeat(43);
    const others = [
      ...deadLetterRoutes(ofLetters),
      ...replayRoutes(ofLetters),
      ...subscriptionRoutes({ ...ofLetters, newId, targets: 'public', publicUrl: undefined }),
    ];
    const notify = notifier({
      ...common,
      random: () => 0.5,
      limits: ROUND_LIMITS,
      post: (post) => mine.does('subscriber.post', () => listener.post(post)),
      resolveReturned: resolveReturned(common),
    });
    return {
      answer: gateway({
        ...common,
        routes: routes({ ...common, checks: [], others, version: '1' }),
        verify: async () => ({ tenant: TENANT, type: 'user', id: 'someone', roles: ROLES }),
      }),
      readers: {
        planner: plan,
        worker: work,
        index: guard('index', indexRuns(common)),
        notifier: guard('notifier', notify),
        letters: guard('letters', keepLetters({ ...common, policy })),
      } as Record<string, (batch: ReceivedBatch) => Promise<void>>,
      deliver: deliverDelayed(common),
      replay: replayTick({
        ...common,
        policy,
        limits: { ...REPLAY_LIMITS, automatic: 0 },
        staysAway: staysAway(common),
      }),
      erase: eraseLetters(common),
      look: monitor({
        ...common,
        readers: [{ hub: 'tasks', group: 'worker' }],
        backlog: async (readers) => readers.map((reader) => ({ reader, events: 0 })),
      }),
      check: checkDue(common),
      clear: janitor({
        ...common,
        stores: [
          { name: 'claims', store: outside.claims },
          {
            name: 'runs',
            store: outside.runs,
            folderOf: (run) => `content/${run}`,
            restrictedOf: restrictedFolder,
          },
          { name: 'letters', store: outside.letters, folderOf: contentFolderOf },
          { name: 'replays', store: outside.replays },
          { name: 'index', store: outside.index },
          { name: 'subscriptions', store: outside.subscriptions },
        ],
        keepMs: KEEP_MS,
      }),
    };
  };
  type Process = ReturnType<typeof bornWith>;
  let process = bornWith(life);

  /** Lets time pass, where the work waits for it, until the work has ended or its process has. */
  const ended = async <T>(work: Promise<T>, mine: Life): Promise<{ value: T } | undefined> => {
    const state = { isOver: false };
    const end = () => void (state.isOver = true);
    const done = Promise.race([work.then((value) => ({ value })), mine.over.then(() => undefined)]);
    done.then(end, end);
    await clock.advance(0);
    while (!state.isOver) await clock.advance(Math.max(0, (clock.next() ?? clock.now()) - clock.now()));
    return done;
  };
  /** Has it done, by as many processes as it takes. */
  const done = async <T>(work: (on: Process) => Promise<T>): Promise<T> => {
    for (;;) {
      const result = await ended(work(process), life);
      if (result) return result.value;
      life = begin();
      process = bornWith(life);
    }
  };

  const hubs = new Map<Hub, ReceivedEvent[]>(HUBS.map((hub) => [hub, []]));
  const held = new Set<Hub>();
  let sequence = 0;
  const add = (hub: Hub, message: Pick<ReceivedEvent, 'body' | 'properties' | 'contentType'>): void => {
    sequence += 1;
    hubs.get(hub)!.push({ ...message, sequence, offset: String(sequence), enqueuedAt: clock.now() });
  };
  const collect = (): void => {
    for (const event of ports.publisher.take())
      add(hubOf(event), {
        body: toStructured(event),
        properties: amqpProperties(event),
        contentType: STRUCTURED,
      });
    for (const { hub, ...message } of (ports.publisher.raw as RawMessage[]).splice(0)) add(hub, message);
  };

  /** Everything that was sent, and what follows from it. */
  const flow = async (): Promise<void> => {
    for (;;) {
      collect();
      const hub = HUBS.find((each) => !held.has(each) && hubs.get(each)!.length > 0);
      if (!hub) return;
      const events = hubs.get(hub)!.splice(0, 100);
      for (const group of GROUPS[hub])
        await done((on) => on.readers[group]!({ hub, group, partition: '0', events }));
    }
  };
  /** And what comes back later. */
  const settle = async (): Promise<void> => {
    await flow();
    for (let next = ports.delayed.next(); next !== undefined; next = ports.delayed.next()) {
      await clock.advance(Math.max(0, next - clock.now()));
      for (const message of ports.delayed.takeDue(clock.now())) await done((on) => on.deliver(message));
      await flow();
    }
  };

  const call = async (method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown) => {
    const request = {
      method,
      url: new URL(`/api/${path}`, 'https://mesh.example'),
      params: {},
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }) },
      body: body === undefined ? new Uint8Array() : Buffer.from(JSON.stringify(body)),
    };
    const answer = await done((on) => on.answer(request));
    if (answer.status >= 400) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body as Record<string, unknown>;
  };

  return {
    ...ports,
    trace,
    clock,
    books,
    listener,
    call,
    flow,
    settle,
    /** Puts bytes on a hub, past the gateway. */
    put: (hub: Hub, body: Uint8Array) => add(hub, { body, properties: {} }),
    /** Keeps the events of a hub back until `release`; `drop` loses them. */
    hold: (hub: Hub) => void held.add(hub),
    release: (hub: Hub) => void held.delete(hub),
    drop: (hub: Hub) => hubs.get(hub)!.splice(0).length,
    tick: () => done((on) => on.replay()),
    check: () => done((on) => on.check()),
    clear: () => done((on) => on.clear()),
    erase: () => done((on) => on.erase()),
    look: () => done((on) => on.look()),
    viewOf: (id: string) => viewRun(ports.runs.all().find((run) => run.id === id)!),
  };
};
export type MemoryMesh = ReturnType<typeof memoryMesh>;
