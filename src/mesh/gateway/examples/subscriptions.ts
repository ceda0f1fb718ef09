import type { RouteExamples } from './example';
import { ACCEPTED_AT, BASE, HOOK, TYPE } from './names';
import { inWords, shown } from './problems';

const VIEW = {
  key: '9f86d081884c7d65',
  sinkHost: 'prod-42.westeurope.logic.azure.com',
  types: [TYPE],
  statuses: ['completed', 'failed'],
  createdAt: ACCEPTED_AT,
  expiresAt: '2027-02-19T10:00:00.000Z',
  state: 'active',
};

export const subscriptionExamples: Readonly<Record<string, RouteExamples>> = {
  CreateSubscription: {
    request: {
      'application/json': {
        some: {
          summary: 'Invoices that are done, or failed',
          value: {
            sink: 'https://prod-42.westeurope.logic.azure.com/workflows/hook',
            types: [TYPE],
            statuses: ['completed', 'failed'],
          },
        },
        all: { summary: 'Everything that ends', value: { sink: 'https://events.contoso.com/mesh' } },
      },
    },
    responses: {
      201: {
        created: {
          summary: 'Keep the id: it is shown only here',
          value: { id: HOOK, link: `${BASE}/hooks/${HOOK}`, ...VIEW },
        },
      },
    },
    problems: {
      400: {
        'invalid-request': inWords('invalid-request', 'at /sink: must be an https address.', {
          errors: [{ pointer: '/sink', message: 'must be an https address' }],
        }),
      },
      409: {
        conflict: inWords(
          'conflict',
          'The tenant has 100 subscriptions, and may have 100: remove some first (GET /api/subscriptions).',
          { live: 100, limit: 100 },
        ),
      },
      422: { 'idempotency-key-reused': shown('idempotency-key-reused') },
    },
  },
  ListSubscriptions: {
    responses: {
      200: {
        one: { summary: 'One that fares well', value: { subscriptions: [VIEW] } },
        failing: {
          summary: 'One whose sink does not answer',
          value: {
            subscriptions: [
              {
                ...VIEW,
                state: 'failing',
                since: '2026-11-21T10:05:00.000Z',
                reason: 'the sink answered 500',
              },
            ],
          },
        },
      },
    },
  },
  DeleteSubscription: { params: { id: HOOK }, responses: {} },
};
