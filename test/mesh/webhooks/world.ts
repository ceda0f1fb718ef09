import { hash } from 'node:crypto';
import { schemaBook } from '../../../src/contracts/ajv-schema-book';
import { amqpProperties, toStructured } from '../../../src/contracts/envelope';
import type { MeshEvent } from '../../../src/contracts/event';
import { endType, type EndKind } from '../../../src/contracts/event-types';
import { schemas } from '../../../src/contracts/generated/schemas';
import { runIdOf } from '../../../src/contracts/ids';
import type { ReceivedEvent } from '../../../src/mesh/batch/received';
import type { ReturnedEnd } from '../../../src/mesh/letters/resolve-returned';
import type { Run } from '../../../src/mesh/planner/run';
import { memoryContentStore } from '../../../src/mesh/ports/memory/memory-content-store';
import { memoryDeadLetters } from '../../../src/mesh/ports/memory/memory-dead-letters';
import { memoryDelayQueue } from '../../../src/mesh/ports/memory/memory-delay-queue';
import { memoryLog } from '../../../src/mesh/ports/memory/memory-log';
import { memoryMetrics } from '../../../src/mesh/ports/memory/memory-metrics';
import { memoryPublisher } from '../../../src/mesh/ports/memory/memory-publisher';
import { memoryRunStore } from '../../../src/mesh/ports/memory/memory-run-store';
import { memorySubscriptionStore } from '../../../src/mesh/ports/memory/memory-subscription-store';
import { virtualClock } from '../../../src/mesh/ports/memory/virtual-clock';
import type { Post, Posted } from '../../../src/mesh/ports/sink';
import { notifier, type NotifierDeps } from '../../../src/mesh/webhooks/notifier';
import { ROUND_LIMITS } from '../../../src/mesh/webhooks/round';
import { expiryOf, type Subscription } from '../../../src/mesh/webhooks/subscription';

export const NOW = Date.UTC(2026, 10, 21, 10);
export const TENANT = 'contoso';
export const TYPE = 'business.invoice.intent';

export const keyOf = (name: string): string => hash('sha256', name);
export const runId = (reference: string, tenant = TENANT): string =>
  runIdOf({ tenant, source: '/erp', id: reference });

export const subscriptionOf = (name: string, fields: Partial<Subscription> = {}): Subscription => ({
  v: 1,
  key: keyOf(name),
  tenant: TENANT,
  sink: `https://flows.example/${name}?sig=s3cret`,
  types: [],
  statuses: [],
  by: { type: 'user', id: 'u1' },
  base: 'https://mesh.example',
  createdAt: NOW,
  expiresAt: expiryOf(NOW, NOW),
  state: { kind: 'active' },
  ...fields,
});

export const runOf = (reference: string, fields: Partial<Run> = {}): Run => ({
  v: 1,
  id: runId(reference),
  tenant: TENANT,
  intent: { specversion: '1.0', id: reference, source: '/erp', type: TYPE, subject: 'INV-1' },
  bodyHash: '',
  inline: 0,
  agent: { name: 'a', version: '1' },
  plan: { steps: {}, output: null },
  outputSchema: 'test/any@1',
  status: 'completed',
  acceptedAt: NOW - 2_000,
  endedAt: NOW,
  steps: {},
  folds: [],
  output: { value: { decision: 'posted' } },
  ...fields,
});

export const endOf = (
  reference: string,
  kind: EndKind = 'completed',
  fields: Partial<MeshEvent> = {},
): MeshEvent => ({
  specversion: '1.0',
  id: `${runId(reference)}.${kind}`,
  source: '/mesh/planner',
  type: endType('invoice', kind),
  time: new Date(NOW).toISOString(),
  correlationid: runId(reference),
  tenantid: TENANT,
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  data: {},
  ...fields,
});

export const received = (event: MeshEvent | Uint8Array): ReceivedEvent => {
  const isBytes = event instanceof Uint8Array;
  return {
    body: isBytes ? event : toStructured(event),
    properties: isBytes ? {} : amqpProperties(event),
    sequence: 1,
    offset: '1',
    enqueuedAt: NOW,
  };
};

type Reply = Posted | ((post: Post) => Posted | Promise<Posted>);
export const answered = (status: number, more: object = {}): Posted => ({
  kind: 'answered',
  status,
  ...more,
});

/** The notifier on doubles, and subscribers that answer as told: 200 if nothing is said. */
export const world = (changes: Partial<NotifierDeps> = {}) => {
  const clock = virtualClock(NOW);
  const publisher = memoryPublisher();
  const deadLetters = memoryDeadLetters();
  const delayed = memoryDelayQueue();
  const subscriptions = memorySubscriptionStore();
  const runs = memoryRunStore();
  const contents = memoryContentStore();
  const log = memoryLog();
  const metrics = memoryMetrics();
  const posts: Post[] = [];
  const replies = new Map<string, Reply>();
  const returned: { event: MeshEvent; end: ReturnedEnd }[] = [];
  const deps: NotifierDeps = {
    subscriptions,
    runs,
    contents,
    publisher,
    delayed,
    deadLetters: deadLetters.send,
    resolveReturned: async (event, end) => void returned.push({ event, end }),
    post: async (post) => {
      posts.push(post);
      const reply = replies.get(post.subscriber) ?? answered(200);
      return typeof reply === 'function' ? reply(post) : reply;
    },
    book: schemaBook(schemas),
    clock,
    random: () => 0.5,
    metrics,
    log,
    limits: ROUND_LIMITS,
    ...changes,
  };
  const notify = notifier(deps);
  const take = (...events: readonly (MeshEvent | Uint8Array)[]) =>
    notify({ hub: 'events', group: 'notifier', partition: '0', events: events.map(received) });
  /** What came by the hub comes by the hub. */
  const round = async (): Promise<void> => take(...publisher.take());

  return {
    deps,
    clock,
    publisher,
    deadLetters,
    delayed,
    subscriptions,
    runs,
    contents,
    log,
    posts,
    returned,
    take,
    round,
    reply: (name: string, reply: Reply) => void replies.set(keyOf(name), reply),
    subscribe: (name: string, fields: Partial<Subscription> = {}) =>
      subscriptions.add(subscriptionOf(name, fields)),
    ended: async (reference: string, fields: Partial<Run> = {}) =>
      void (await runs.save([{ run: runOf(reference, fields) }])),
    stored: async (name: string) =>
      (await subscriptions.load(TENANT, [keyOf(name)])).get(keyOf(name))?.subscription,
    outcomes: () =>
      metrics.of('mesh.webhooks.deliveries').map(({ attributes }) => attributes['mesh.outcome']),
    told: () => posts.map(({ sink }) => new URL(sink).pathname.slice(1)),
  };
};
