import type { MeshEvent } from '../../contracts/event';
import type { Clock } from '../ports/clock';
import type { RunStore } from '../ports/run-store';
import type { SubscriptionStore } from '../ports/subscription-store';
import { deliveryFor, type Ended } from './delivery';
import { isLive, type Subscription } from './subscription';

export interface FanOutDeps {
  subscriptions: Pick<SubscriptionStore, 'list'>;
  runs: Pick<RunStore, 'load'>;
  clock: Pick<Clock, 'now'>;
}

/** Clocks differ: who subscribed so shortly after a run ended is told of it. What ended before is history, and is not. */
const TOLERANCE_MS = 5 * 60_000;
/** Of tenants whose subscriptions are kept at hand. */
const TENANTS = 100;

const isAmong = (values: readonly string[], value: string): boolean =>
  values.length === 0 || values.includes(value);

/** Whether somebody wants to be told of a run that ended, but for its reference. */
export const wants = (
  subscription: Subscription,
  { type, status, at }: Pick<Ended, 'type' | 'status' | 'at'>,
  now: number,
): boolean =>
  isLive(subscription, now) &&
  at >= subscription.createdAt - TOLERANCE_MS &&
  isAmong(subscription.types, type) &&
  isAmong(subscription.statuses, status);

interface Listed {
  at: number;
  subscriptions: readonly Subscription[];
}

/**
 * One query a tenant. A list is good for events that are older than it, as those of a backlog are: somebody who has just
 * subscribed is told of whatever ends from then on.
 */
const listing = ({ subscriptions, clock }: FanOutDeps) => {
  const known = new Map<string, Listed>();
  return async (tenant: string, newest: number): Promise<readonly Subscription[]> => {
    const before = known.get(tenant);
    if (before && newest < before.at - TOLERANCE_MS) return before.subscriptions;
    const at = clock.now();
    const listed = { at, subscriptions: await subscriptions.list(tenant) };
    known.delete(tenant);
    known.set(tenant, listed);
    if (known.size > TENANTS) known.delete(known.keys().next().value!);
    return listed.subscriptions;
  };
};

/** The references of runs: the ids of their intents. Asked for only where somebody waits for one. */
const referencesOf = async (
  runs: FanOutDeps['runs'],
  wanted: readonly { ended: Ended; by: Subscription }[],
): Promise<ReadonlyMap<string, string>> => {
  const ids = wanted.flatMap(({ ended, by }) =>
    by.reference === undefined ? [] : [ended.event.correlationid],
  );
  if (ids.length === 0) return new Map();
  const found = await runs.load([...new Set(ids)]);
  return new Map([...found].map(([id, { run }]) => [id, run.intent.id]));
};

/** Makes a delivery of each run that ended and each subscription that it fits. @throws PlatformError */
export const fanOut = (deps: FanOutDeps) => {
  const list = listing(deps);
  return async (all: readonly Ended[]): Promise<readonly MeshEvent[]> => {
    const now = deps.clock.now();
    const byTenant = Map.groupBy(all, ({ event }) => event.tenantid);
    const wanted: { ended: Ended; by: Subscription }[] = [];
    for (const [tenant, ofTenant] of byTenant) {
      const subscriptions = await list(tenant, Math.max(...ofTenant.map(({ at }) => at)));
      for (const ended of ofTenant)
        wanted.push(...subscriptions.filter((one) => wants(one, ended, now)).map((by) => ({ ended, by })));
    }
    const references = await referencesOf(deps.runs, wanted);
    return wanted
      .filter(
        ({ ended, by: { reference } }) =>
          reference === undefined || references.get(ended.event.correlationid) === reference,
      )
      .map(({ ended, by }) => deliveryFor(ended, by.key, now));
  };
};
