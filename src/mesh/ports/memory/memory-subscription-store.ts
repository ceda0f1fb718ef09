import { isLive, type Subscription } from '../../webhooks/subscription';
import type { Clearable } from '../clearable';
import type { SubscriptionStore } from '../subscription-store';
import { inOneBatch } from './in-one-batch';

interface Row {
  json: string;
  etag: string;
}

/** Subscriptions in memory, kept as JSON, so that what would not survive a table does not survive here. */
export const memorySubscriptionStore = (): SubscriptionStore & Clearable => {
  const rows = new Map<string, Row>();
  let writes = 0;
  const parsed = ({ json }: Row): Subscription => JSON.parse(json) as Subscription;
  const put = (subscription: Subscription) =>
    void rows.set(subscription.key, { json: JSON.stringify(subscription), etag: String(++writes) });
  const all = () => [...rows.values()].map(parsed);
  return {
    add: async (subscription) => put(subscription),
    load: async (tenant, keys) =>
      new Map(
        keys.flatMap((key) => {
          const row = rows.get(key);
          const subscription = row && parsed(row);
          return subscription?.tenant === tenant ? [[key, { subscription, etag: row!.etag }] as const] : [];
        }),
      ),
    find: async (key) => {
      const row = rows.get(key);
      return row && { subscription: parsed(row), etag: row.etag };
    },
    list: async (tenant) => all().filter((one) => one.tenant === tenant),
    save: async (subscription, etag) => {
      if (rows.get(subscription.key)?.etag !== etag) return 'conflict';
      put(subscription);
      return 'saved';
    },
    remove: async (key) => void rows.delete(key),
    old: (before) => {
      const ended = all().filter((one) => !isLive(one, before));
      const old = ended.filter(({ state }) => state.kind !== 'retired' || state.at < before);
      return inOneBatch(
        old.map(({ key }) => key),
        (key) => rows.delete(key),
      );
    },
  };
};
