import { schemaBook } from '../../../src/contracts/ajv-schema-book';
import type { MeshEvent } from '../../../src/contracts/event';
import { taskType } from '../../../src/contracts/event-types';
import { schemas } from '../../../src/contracts/generated/schemas';
import { resultIdOf, taskIdOf } from '../../../src/contracts/ids';
import { catalogOf, type Agent } from '../../../src/mesh/catalog';
import { gateway } from '../../../src/mesh/gateway/gateway';
import { linksFor } from '../../../src/mesh/gateway/links';
import { ROLES, isRole, type Role } from '../../../src/mesh/gateway/role';
import type { ApiResponse, Route } from '../../../src/mesh/gateway/route';
import { routes, type RoutesDeps } from '../../../src/mesh/gateway/routes';
import { deadLetterRoutes } from '../../../src/mesh/gateway/routes/dead-letters';
import { replayRoutes } from '../../../src/mesh/gateway/routes/replays';
import { planRoutes } from '../../../src/mesh/gateway/routes/run-plan';
import { canaryRoutes } from '../../../src/mesh/gateway/routes/canary';
import { statsRoutes } from '../../../src/mesh/gateway/routes/stats';
import { memoryActStore } from '../../../src/mesh/ports/memory/memory-act-store';
import { memoryCanaryStore } from '../../../src/mesh/ports/memory/memory-canary-store';
import { memoryErasureStore } from '../../../src/mesh/ports/memory/memory-erasure-store';
import { memoryHealthStore } from '../../../src/mesh/ports/memory/memory-health-store';
import { subscriptionRoutes } from '../../../src/mesh/gateway/routes/subscriptions';
import { UnauthorizedError, type Verify } from '../../../src/mesh/gateway/verify';
import { fold } from '../../../src/mesh/planner/fold';
import { planRun } from '../../../src/mesh/planner/plan-run';
import type { Run } from '../../../src/mesh/planner/run';
import { memoryContentStore } from '../../../src/mesh/ports/memory/memory-content-store';
import { memoryLetterStore } from '../../../src/mesh/ports/memory/memory-letter-store';
import { memoryLog } from '../../../src/mesh/ports/memory/memory-log';
import { memoryMetrics } from '../../../src/mesh/ports/memory/memory-metrics';
import { memoryPublisher } from '../../../src/mesh/ports/memory/memory-publisher';
import { memoryReplayStore } from '../../../src/mesh/ports/memory/memory-replay-store';
import { memoryRunIndex } from '../../../src/mesh/ports/memory/memory-run-index';
import { memorySubscriptionStore } from '../../../src/mesh/ports/memory/memory-subscription-store';
import { memoryRunStore } from '../../../src/mesh/ports/memory/memory-run-store';
import { virtualClock } from '../../../src/mesh/ports/memory/virtual-clock';
import type { Tracer } from '../../../src/mesh/ports/tracer';

export const NOW = Date.UTC(2026, 10, 21, 10);
export const TYPE = 'business.test.intent';
export const TRACE = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

export const book = schemaBook({
  ...schemas,
  [`${TYPE}@1`]: {
    type: 'object',
    required: ['amount'],
    additionalProperties: false,
    properties: { amount: { type: 'integer' }, note: { type: 'string' } },
  },
  'business.paper.intent@1': {
    type: 'object',
    required: ['document', 'encoding'],
    properties: { document: { type: 'string' }, encoding: { type: 'string' } },
  },
  'test/any@1': {},
  'test/answer@1': {
    type: 'object',
    required: ['decision'],
    additionalProperties: false,
    properties: { decision: { type: 'string' }, note: { type: 'string' } },
  },
});

const skill = (name: string, by: 'worker' | 'person') => ({
  name,
  input: 'test/any@1',
  output: by === 'person' ? 'test/answer@1' : 'test/any@1',
  effects: 'none' as const,
  repeat: 'keyed' as const,
  timeoutMs: 1_000,
  retry: { attempts: 3 },
  by,
  perform: () => undefined,
});
const skills = [skill('test.do@1', 'worker'), skill('test.ask@1', 'person')];

const agent: Agent = {
  name: 'tester',
  version: '1.0.0',
  owner: 'tests',
  plans: [
    {
      intent: TYPE,
      schema: `${TYPE}@1`,
      output: 'test/any@1',
      skills,
      plan: {
        steps: {
          do: { skill: 'test.do@1', needs: [], input: { $from: '/intent/data' } },
          ask: { skill: 'test.ask@1', needs: ['do'], input: {} },
        },
        output: { $from: '/steps/ask/output' },
      },
    },
    {
      intent: 'business.paper.intent',
      schema: 'business.paper.intent@1',
      output: 'test/any@1',
      skills,
      plan: { steps: { do: { skill: 'test.do@1', needs: [], input: {} } }, output: {} },
    },
  ],
};
export const catalog = catalogOf([agent], book);

/** `Bearer <tenant>:<role>,<role>`, or `expired`. */
const verify: Verify = async (authorization) => {
  if (!authorization) throw new UnauthorizedError('a token is needed');
  if (authorization === 'Bearer expired')
    throw new UnauthorizedError('the token has expired', 'invalid_token');
  const [tenant, roles] = authorization.slice('Bearer '.length).split(':') as [string, string];
  return { tenant, type: 'app', id: 'caller', roles: roles.split(',').filter(isRole) };
};

/** Gives every span the same trace, or that of its parent. */
const tracer: Tracer = {
  span: (_name, { parent }, work) => work({ traceparent: parent ?? TRACE, set: () => undefined }),
};

export interface CallOptions {
  body?: unknown;
  headers?: Record<string, string>;
  tenant?: string;
  roles?: readonly Role[];
  signal?: AbortSignal;
}

const bytesOf = (body: unknown): Uint8Array => {
  if (body === undefined) return new Uint8Array(0);
  return body instanceof Uint8Array
    ? body
    : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
};

const contextAt = (clock: { now(): number }, data?: unknown) => ({
  at: clock.now(),
  silenceMs: 60_000,
  book,
  skill: (name: string) => catalog.skill(name),
  read: () => data,
  claim: () => undefined,
  line: () => ({ key: '', runs: [] }),
});

/** A gateway on doubles of its ports, with what a planner would do by hand. */
export const world = (changes: Partial<RoutesDeps> & { more?: readonly Route[]; tracer?: Tracer } = {}) => {
  const publisher = memoryPublisher();
  const runs = memoryRunStore();
  const index = memoryRunIndex();
  const contents = memoryContentStore();
  const restricted = memoryContentStore();
  const clock = virtualClock(NOW);
  const log = memoryLog();
  const metrics = memoryMetrics();
  const ofLetters = {
    letters: memoryLetterStore(),
    replays: memoryReplayStore(),
    acts: memoryActStore(),
    erasures: memoryErasureStore(),
    log,
    contents,
    runs,
    catalog,
    book,
    clock,
    links: linksFor(),
  };
  const health = memoryHealthStore();
  const outcomes = memoryCanaryStore();
  const subscriptions = memorySubscriptionStore();
  let ids = 0;
  const ofSubscriptions = {
    subscriptions,
    catalog,
    clock,
    links: linksFor(changes.publicUrl),
    newId: () => `${++ids}`.padStart(43, 'A'),
    targets: 'public' as const,
    publicUrl: changes.publicUrl,
  };
  const others = [
    ...planRoutes({ runs, clock }),
    ...canaryRoutes({ outcomes }),
    ...statsRoutes({ index, letters: ofLetters.letters, health, clock }),
    ...deadLetterRoutes(ofLetters),
    ...replayRoutes(ofLetters),
    ...subscriptionRoutes(ofSubscriptions),
  ];
  const all = routes({
    catalog,
    book,
    publisher,
    runs,
    index,
    contents,
    restricted,
    clock,
    log,
    metrics,
    checks: [],
    others,
    version: '1.2.3',
    ...changes,
  });
  const answer = gateway({
    routes: [...all, ...(changes.more ?? [])],
    verify,
    log,
    tracer: changes.tracer ?? tracer,
    metrics,
    clock,
  });

  const call = (method: string, path: string, options: CallOptions = {}): Promise<ApiResponse> => {
    const { body, headers = {}, tenant = 'contoso', roles = ROLES } = options;
    const json = body !== undefined && typeof body === 'object' && !(body instanceof Uint8Array);
    return answer({
      method,
      url: new URL(path, 'https://mesh.example'),
      params: {},
      headers: {
        ...(roles.length > 0 && { authorization: `Bearer ${tenant}:${roles.join(',')}` }),
        ...(json && { 'content-type': 'application/json' }),
        ...headers,
      },
      body: bytesOf(body),
      ...(options.signal && { signal: options.signal }),
    });
  };

  const save = async (run: Run): Promise<Run> => {
    const etag = (await runs.load([run.id])).get(run.id)?.etag;
    await runs.save([{ run, ...(etag !== undefined && { etag }) }]);
    return run;
  };
  const planned = (intent: MeshEvent): Run =>
    planRun(intent, catalog.planFor(intent.type)!, contextAt(clock)).run;
  /** Plans the intents that were published, as the planner does. */
  const plan = () => Promise.all(publisher.take().map((intent) => save(planned(intent))));
  const happens = async (run: string, event: Partial<MeshEvent> & { type: string }): Promise<Run> => {
    const { run: before } = (await runs.load([run])).get(run)!;
    const whole = {
      specversion: '1.0',
      id: `${event.type}-${run}`,
      source: '/test',
      correlationid: run,
      tenantid: before.tenant,
      ...event,
    };
    const kept = event.dataref === undefined ? undefined : await contents.get(event.dataref);
    const data = kept && JSON.parse(Buffer.from(kept).toString());
    return save(fold(before, whole, contextAt(clock, data)).run);
  };
  const completes = (run: string, step: string, output: unknown): Promise<Run> => {
    const subject = taskIdOf(run, step);
    return happens(run, {
      id: resultIdOf(subject, 1, 'completed'),
      type: taskType('test', 'completed'),
      subject,
      attempt: 1,
      data: { output },
    });
  };

  /** Posts an intent and plans it. */
  const begun = async (reference = 'order-1', tenant = 'contoso'): Promise<string> => {
    const { body } = await call('POST', `/api/intents/${TYPE}`, {
      body: { reference, data: { amount: 3 } },
      tenant,
    });
    await plan();
    return (body as { runId: string }).runId;
  };
  /** A run whose task `ask` waits for a person. */
  const waiting = async (): Promise<string> => {
    const run = await begun();
    await completes(run, 'do', 'done');
    return run;
  };

  return {
    routes: all,
    call,
    plan,
    planned,
    happens,
    completes,
    begun,
    waiting,
    publisher,
    runs,
    index,
    contents,
    subscriptions,
    health,
    outcomes,
    clock,
    log,
    metrics,
  };
};

export const event = (changes: Record<string, unknown> = {}) => ({
  specversion: '1.0',
  id: 'order-1',
  source: '/shop',
  type: TYPE,
  data: { amount: 3 },
  ...changes,
});
