import type { Subscription } from '../webhooks/subscription';

export interface StoredSubscription {
  subscription: Subscription;
  etag: string;
}

/**
 * Keeps who wants to be told when runs end. Subscriptions are named by the hash of their id, their key.
 * A store that does not answer throws PlatformError.
 */
export interface SubscriptionStore {
  /** Keeps a new one. */
  add(subscription: Subscription): Promise<void>;
  /** Those of a tenant under these keys; a key that is unknown is absent. */
  load(tenant: string, keys: readonly string[]): Promise<ReadonlyMap<string, StoredSubscription>>;
  /** The one under this key, whosever it is. */
  find(key: string): Promise<StoredSubscription | undefined>;
  /** All of a tenant, those included that were retired or have expired, until they are cleared. */
  list(tenant: string): Promise<readonly Subscription[]>;
  /** `conflict` when the ETag is not the latest, or it is gone. Key, tenant and sink never change. */
  save(subscription: Subscription, etag: string): Promise<'saved' | 'conflict'>;
  /** Takes one out, whosever it is; one that is not there is no fault. */
  remove(key: string): Promise<void>;
}
