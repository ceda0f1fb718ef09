import { LRUCache } from 'lru-cache';
import { PlatformError } from '../../contracts/errors';
import type { MeshEvent } from '../../contracts/event';
import type { SchemaBook } from '../../contracts/schema-book';
import type { ReceivedBatch, ReceivedEvent } from '../batch/received';
import type { ResolveReturned } from '../letters/resolve-returned';
import type { Run } from '../planner/run';
import type { Clock, Random } from '../ports/clock';
import type { ContentStore } from '../ports/content-store';
import type { DeadLetter, DeadLetters } from '../ports/dead-letters';
import type { DelayQueue } from '../ports/delay-queue';
import type { Log } from '../ports/log';
import type { Metrics } from '../ports/metrics';
import type { Publisher } from '../ports/publisher';
import type { RunStore } from '../ports/run-store';
import type { PostToSink } from '../ports/sink';
import type { SubscriptionStore } from '../ports/subscription-store';
import { deliver, type Outcome } from './deliver';
import { readEvent, type Delivery } from './delivery';
import { fanOut } from './fan-out';
import { noteNews } from './note';
import { round, type RoundLimits } from './round';
import type { Subscription } from './subscription';

export interface NotifierDeps {
  subscriptions: SubscriptionStore;
  runs: Pick<RunStore, 'load'>;
  contents: Pick<ContentStore, 'get'>;
  publisher: Pick<Publisher, 'publish'>;
  delayed: DelayQueue;
  deadLetters: DeadLetters;
  /** Tells the letter that had brought a delivery back how that ended. */
  resolveReturned: ResolveReturned;
  post: PostToSink;
  book: Pick<SchemaBook, 'faults'>;
  clock: Clock;
  random: Random;
  metrics: Metrics;
  log: Log;
  /** Where callers reach the mesh, without `/api`; where they did when they subscribed, if absent. */
  publicUrl?: string | undefined;
  limits: RoundLimits;
}

/** Deliveries that this process remembers, so as not to make them twice. */
const REMEMBERED = 10_000;

const nameOf = ({ event }: Delivery): string => `${event.id} ${event.replayid ?? ''}`;

const OUTCOMES = {
  delivered: 'delivered',
  dropped: 'retired',
  later: 'retried',
  dead: 'dead-lettered',
} as const satisfies Record<Exclude<Outcome['kind'], 'known'>, string>;

/**
 * Tells subscribers that runs have ended, from the hub `events`: an end becomes one delivery for each of them, which
 * comes by the same hub again and is tried once each time. Every event is settled: delivered, dropped because nobody
 * listens, put off through the delayed queue, or a dead letter.
 *
 * @throws PlatformError when a store, the broker or the queue does not answer
 */
export const notifier = (deps: NotifierDeps) => {
  const { subscriptions, runs, publisher, delayed, deadLetters, book, metrics, log } = deps;
  const spread = fanOut(deps);
  const deliverOne = deliver({ ...deps, note: noteNews(deps) });
  const begun = new LRUCache<string, Promise<Outcome>>({ max: REMEMBERED });

  const publish = async (events: readonly MeshEvent[]): Promise<void> => {
    if (events.length === 0) return;
    const failed = (await publisher.publish(events)).find((fate) => !fate.sent);
    if (failed && !failed.sent)
      throw new PlatformError('the hub events does not take deliveries', { cause: failed.error });
  };

  const subscriptionsOf = async (
    deliveries: readonly Delivery[],
  ): Promise<ReadonlyMap<string, Subscription>> => {
    const found = new Map<string, Subscription>();
    for (const [tenant, ofTenant] of Map.groupBy(deliveries, ({ event }) => event.tenantid)) {
      const keys = [...new Set(ofTenant.map(({ subscription }) => subscription))];
      for (const [key, stored] of await subscriptions.load(tenant, keys)) found.set(key, stored.subscription);
    }
    return found;
  };

  const runsOf = async (deliveries: readonly Delivery[]): Promise<ReadonlyMap<string, Run>> => {
    const found = await runs.load([...new Set(deliveries.map(({ run }) => run))]);
    return new Map([...found].map(([id, { run }]) => [id, run]));
  };

  /** A process that is given a delivery twice makes it once; one that died knows nothing of it, and makes it again. */
  const once =
    (work: (delivery: Delivery) => Promise<Outcome>) =>
    async (delivery: Delivery): Promise<Outcome> => {
      const name = nameOf(delivery);
      const inHand = begun.get(name);
      if (inHand) return { kind: 'known', delivered: (await inHand).kind === 'delivered' };
      const outcome = work(delivery);
      begun.set(name, outcome);
      const isDelivered = await outcome.then(
        ({ kind }) => kind === 'delivered',
        () => false,
      );
      if (!isDelivered) begun.delete(name);
      return outcome;
    };

  const perform = async (deliveries: readonly Delivery[]): Promise<ReadonlyMap<Delivery, Outcome>> => {
    if (deliveries.length === 0) return new Map();
    const [known, ended] = await Promise.all([subscriptionsOf(deliveries), runsOf(deliveries)]);
    const work = once((delivery) =>
      deliverOne(delivery, { subscription: known.get(delivery.subscription), run: ended.get(delivery.run) }),
    );
    return round({ ...deps, work })(deliveries);
  };

  const tell = (delivery: Delivery, outcome: Outcome): void => {
    if (outcome.kind === 'known') return;
    metrics.count('mesh.webhooks.deliveries', 1, { 'mesh.outcome': OUTCOMES[outcome.kind] });
    if (outcome.kind !== 'dropped') return;
    const { tenantid: tenant } = delivery.event;
    log.info('nobody is told of a run', { run: delivery.run, tenant, reason: outcome.reason });
  };

  /** A letter that was brought back learns that it arrived, or why it never will. */
  const close = async (outcomes: ReadonlyMap<Delivery, Outcome>): Promise<void> => {
    for (const [{ event }, outcome] of outcomes) {
      if (event.replayid === undefined) continue;
      if (outcome.kind === 'delivered' || (outcome.kind === 'known' && outcome.delivered))
        await deps.resolveReturned(event, { kind: 'delivered' });
      if (outcome.kind === 'dropped')
        await deps.resolveReturned(event, { kind: 'refused', reason: outcome.reason });
    }
  };

  return async (batch: ReceivedBatch): Promise<void> => {
    const place = { hub: batch.hub, group: batch.group, partition: batch.partition };
    const read = batch.events.map((received) => ({ received, read: readEvent(received, book) }));
    await publish(await spread(read.flatMap(({ read }) => (read.kind === 'ended' ? [read.ended] : []))));

    const arrived = new Map<Delivery, ReceivedEvent>(
      read.flatMap(({ received, read }) => (read.kind === 'delivery' ? [[read.delivery, received]] : [])),
    );
    const outcomes = await perform([...arrived.keys()]);

    const later = [...outcomes.values()].flatMap((outcome) => (outcome.kind === 'later' ? [outcome] : []));
    if (later.length > 0) await delayed.send(later.map(({ event, notBefore }) => ({ event, notBefore })));
    const dead = [...faultyIn(read, place), ...deadIn(outcomes, arrived, place)];
    if (dead.length > 0) await deadLetters(dead);
    await close(outcomes);
    for (const [delivery, outcome] of outcomes) tell(delivery, outcome);
  };
};

type Place = DeadLetter['batch'];

const faultyIn = (
  read: readonly { received: ReceivedEvent; read: ReturnType<typeof readEvent> }[],
  batch: Place,
): readonly DeadLetter[] =>
  read.flatMap(({ received, read }): DeadLetter[] => {
    if (read.kind !== 'faulty') return [];
    const { event, message } = read;
    return [
      { received, batch, event, stage: 'parse', reason: { code: 'invalid-event', message, passing: false } },
    ];
  });

/** It was tried for hours: whether it is worth another day is for somebody to say. */
const deadIn = (
  outcomes: ReadonlyMap<Delivery, Outcome>,
  arrived: ReadonlyMap<Delivery, ReceivedEvent>,
  batch: Place,
): readonly DeadLetter[] =>
  [...outcomes].flatMap(([delivery, outcome]): DeadLetter[] => {
    if (outcome.kind !== 'dead') return [];
    const { code, message } = outcome;
    return [
      {
        received: arrived.get(delivery)!,
        batch,
        event: delivery.event,
        stage: 'deliver',
        reason: { code, message, passing: false },
      },
    ];
  });
