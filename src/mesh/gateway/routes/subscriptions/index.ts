import type { Route } from '../../route';
import { createSubscriptionRoute } from './create';
import { deleteSubscriptionRoute } from './delete';
import type { SubscriptionRoutesDeps } from './deps';
import { listSubscriptionsRoute } from './list';

export type { SubscriptionRoutesDeps } from './deps';

/** Who wants to be told when runs end: what Power Automate calls a webhook trigger. */
export const subscriptionRoutes = (deps: SubscriptionRoutesDeps): readonly Route[] => [
  createSubscriptionRoute(deps),
  listSubscriptionsRoute(deps),
  deleteSubscriptionRoute(deps),
];
