import { keyOfId } from '../../../webhooks/subscription';
import { checkMatch, IF_MATCH } from '../../conditions';
import type { Route } from '../../route';
import type { SubscriptionRoutesDeps } from './deps';
import { tagOf } from './view';

export const deleteSubscriptionRoute = ({ subscriptions }: SubscriptionRoutesDeps): Route => ({
  method: 'DELETE',
  path: 'hooks/{id}',
  operationId: 'DeleteSubscription',
  summary: 'Remove a subscription',
  description:
    'Ends a subscription. It takes no token, for flows are known to call it without one: whoever has the id may. Removing what is not there is removing it.',
  secretPath: true,
  params: { id: { description: 'Id of the subscription.', schema: { type: 'string' } } },
  headers: IF_MATCH,
  responses: {
    204: { description: 'There is no such subscription any more.' },
    412: { description: 'If-Match names a subscription that is not there any more.' },
  },
  handle: async (request) => {
    const key = keyOfId(request.params['id']!);
    if (request.headers['if-match'] !== undefined) {
      const found = key === undefined ? undefined : await subscriptions.find(key);
      checkMatch(request, found && tagOf(found.subscription));
    }
    if (key !== undefined) await subscriptions.remove(key);
    return { status: 204 };
  },
});
