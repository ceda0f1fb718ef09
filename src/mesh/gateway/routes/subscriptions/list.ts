import { keysetPage, newestFirst, type TimeKey } from '../../../keyset-page';
import { SUBSCRIPTIONS, type Subscription } from '../../../webhooks/subscription';
import { list, text } from '../../api-schemas/parts';
import { NEXT, paged, pageOf, pageQuery, withCursor } from '../../page';
import type { Route } from '../../route';
import type { SubscriptionRoutesDeps } from './deps';
import { VIEWED } from './schemas';
import { subscriptionView } from './view';

const ALL = { max: SUBSCRIPTIONS.keptPerTenant, absent: SUBSCRIPTIONS.keptPerTenant };

const keyOf = ({ createdAt, key }: Subscription): TimeKey => [createdAt, key];

export const listSubscriptionsRoute = ({ subscriptions, clock, links }: SubscriptionRoutesDeps): Route => ({
  method: 'GET',
  path: 'subscriptions',
  operationId: 'ListSubscriptions',
  summary: 'List subscriptions',
  description:
    'Lists who is told when runs of the tenant end, the newest first, and for a while those that ended.',
  role: 'Mesh.Read',
  query: pageQuery(ALL),
  responses: {
    200: {
      description: 'Subscriptions of the tenant; all of them, unless a limit is given.',
      schema: {
        type: 'object',
        required: ['subscriptions'],
        properties: {
          subscriptions: list(VIEWED, 'The newest first.'),
          cursor: text('Where to go on: absent on the last page.'),
        },
      },
      headers: NEXT,
    },
  },
  handle: async (request, caller) => {
    const { limit, cursor } = pageOf(request, caller, ALL);
    const all = await subscriptions.list(caller.tenant);
    const page = await withCursor(
      Promise.resolve().then(() => keysetPage(all, { keyOf, compare: newestFirst, limit, cursor })),
    );
    const body = { subscriptions: page.items.map((one) => subscriptionView(one, clock.now())) };
    return paged({ request, caller, links: links(request), position: page.cursor, body });
  },
});
