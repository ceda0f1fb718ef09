import { present } from '../../../letters/present';
import { hostOf, isExpired, type Subscription } from '../../../webhooks/subscription';
import { entityTag } from '../../conditions';
import { iso } from '../../letter-view';

/** What can be asked of a subscription never changes: it is there, or it is not. */
export const tagOf = ({ key }: Pick<Subscription, 'key'>): string => entityTag('subscription', key);

/** Digits of the key that lists show: enough to tell one from another. */
const KEY_SHOWN = 16;

const stateOf = (subscription: Subscription, now: number) => {
  const { state } = subscription;
  switch (state.kind) {
    case 'retired':
      return { state: 'retired', since: iso(state.at), reason: state.reason };
    case 'failing':
      return isExpired(subscription, now)
        ? { state: 'expired' }
        : { state: 'failing', since: iso(state.since), reason: state.reason };
    case 'active':
      return { state: isExpired(subscription, now) ? 'expired' : 'active' };
  }
};

/** A subscription without its secrets. */
export const subscriptionView = (subscription: Subscription, now: number) => {
  const { key, types, statuses, reference, createdAt, expiresAt } = subscription;
  return present({
    key: key.slice(0, KEY_SHOWN),
    sinkHost: hostOf(subscription),
    types,
    statuses,
    reference,
    createdAt: iso(createdAt),
    expiresAt: iso(expiresAt),
    ...stateOf(subscription, now),
  });
};
