import type { Clock } from '../ports/clock';
import type { Log } from '../ports/log';
import type { SubscriptionStore } from '../ports/subscription-store';
import { expiryOf, hostOf, type Subscription } from './subscription';

export interface NoteDeps {
  subscriptions: Pick<SubscriptionStore, 'load' | 'save'>;
  clock: Pick<Clock, 'now'>;
  log: Log;
}

/** How a delivery fared, as far as its subscription is concerned. */
export type News = { kind: 'delivered' } | { kind: 'failed' | 'gone'; reason: string };

/** A row is not written for each delivery: its end is moved on by whole days. */
const RENEWED_BY_MS = 86_400_000;
/** Others note things too; nobody does so this often. */
const TRIES = 3;

/** The subscription after the news; the same object where they change nothing. */
export const noted = (subscription: Subscription, news: News, now: number): Subscription => {
  const { state, createdAt, expiresAt } = subscription;
  if (state.kind === 'retired') return subscription;
  switch (news.kind) {
    case 'delivered': {
      const later = expiryOf(createdAt, now);
      const isRenewed = later >= expiresAt + RENEWED_BY_MS;
      if (state.kind === 'active' && !isRenewed) return subscription;
      return { ...subscription, state: { kind: 'active' }, expiresAt: isRenewed ? later : expiresAt };
    }
    case 'failed':
      return state.kind === 'failing'
        ? subscription
        : { ...subscription, state: { kind: 'failing', since: now, reason: news.reason } };
    case 'gone':
      return { ...subscription, state: { kind: 'retired', at: now, reason: news.reason } };
  }
};

/**
 * Notes at a subscription how its deliveries fare. What cannot be noted is not worth a delivery: the next one says it
 * again.
 */
export const noteNews = ({ subscriptions, clock, log }: NoteDeps) => {
  const note = async ({ tenant, key }: Subscription, news: News): Promise<void> => {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const stored = (await subscriptions.load(tenant, [key])).get(key);
      if (!stored) return;
      const after = noted(stored.subscription, news, clock.now());
      if (after === stored.subscription || (await subscriptions.save(after, stored.etag)) === 'saved') return;
    }
  };

  return async (subscription: Subscription, news: News): Promise<void> => {
    if (noted(subscription, news, clock.now()) === subscription) return;
    const about = {
      tenant: subscription.tenant,
      webhook: subscription.key.slice(0, 16),
      host: hostOf(subscription),
    };
    if (news.kind !== 'delivered')
      log.warn(`a webhook is ${news.kind === 'gone' ? 'retired' : 'failing'}`, {
        ...about,
        reason: news.reason,
      });
    await note(subscription, news).catch((error: unknown) =>
      log.warn('how a webhook fares could not be noted', { ...about, error: String(error) }),
    );
  };
};
