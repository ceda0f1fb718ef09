import { faultyProblem } from '../../../../contracts/problems';
import { sinkFault } from '../../../webhooks/sink';
import { expiryOf, isLive, keyOfId, SUBSCRIPTIONS, type Subscription } from '../../../webhooks/subscription';
import { ETAG } from '../../conditions';
import { checkSame, idempotencyKey, KEY_REUSED, type Named, namedRequest } from '../../idempotency';
import { jsonBody } from '../../json-body';
import { ProblemError, refusal } from '../../problem-error';
import type { ApiRequest, ApiResponse, Caller, Route } from '../../route';
import type { SubscriptionRoutesDeps } from './deps';
import { CREATED, LINK, RUN_ENDED, wantedBody, type Wanted } from './schemas';
import { subscriptionView, tagOf } from './view';

/** So long that nobody guesses it: the id is derived from it. */
const KEY_LEAST = 32;

export const createSubscriptionRoute = ({
  subscriptions,
  catalog,
  clock,
  links,
  newId,
  targets,
  publicUrl,
}: SubscriptionRoutesDeps): Route => {
  const body = wantedBody(catalog.intents().map(({ intent }) => intent));
  const read = jsonBody<Wanted>(body);

  const checkSink = (sink: string): void => {
    const fault = sinkFault(sink, targets);
    if (fault === undefined) return;
    throw new ProblemError(faultyProblem('invalid-request', [{ pointer: '/sink', message: fault }]));
  };

  const checkRoom = (all: readonly Subscription[], now: number): void => {
    const live = all.filter((one) => isLive(one, now)).length;
    const { perTenant, keptPerTenant } = SUBSCRIPTIONS;
    if (live < perTenant && all.length < keptPerTenant) return;
    throw refusal(
      'conflict',
      `The tenant has ${live} subscriptions, and may have ${perTenant}: remove some first (GET /api/subscriptions).`,
      { live, limit: perTenant },
    );
  };

  const made = (
    wanted: Wanted,
    request: ApiRequest,
    { tenant, type, id: by }: Caller,
    { key, named }: Pick<Subscription, 'key'> & { named: Named | undefined },
  ): Subscription => {
    const { sink, types = [], statuses = [], reference } = wanted;
    const now = clock.now();
    return {
      v: 1,
      key,
      tenant,
      sink,
      types: [...new Set(types)],
      statuses: [...new Set(statuses)],
      ...(reference !== undefined && { reference }),
      by: { type, id: by },
      ...(named && { named: { name: named.name, body: named.body } }),
      base: publicUrl ?? request.url.origin,
      createdAt: now,
      expiresAt: expiryOf(now, now),
      state: { kind: 'active' },
    };
  };

  const answer = (request: ApiRequest, id: string, subscription: Subscription): ApiResponse => {
    const link = links(request).hook(id);
    return {
      status: 201,
      headers: { location: link, etag: tagOf(subscription) },
      body: { id, link, ...subscriptionView(subscription, clock.now()) },
    };
  };

  return {
    method: 'POST',
    path: 'subscriptions',
    operationId: 'CreateSubscription',
    summary: 'Ask to be told when runs end',
    description:
      'Sends each run of the tenant that ends to the sink, until the subscription is removed, expires, or the sink says that it is gone.',
    role: 'Mesh.Read',
    headers: idempotencyKey(
      ` Here it has at least ${KEY_LEAST} characters that nobody can guess, such as a UUID drawn for it: whoever has it could remove the subscription.`,
    ),
    request: { 'application/json': { schema: body } },
    responses: {
      201: {
        description: 'The subscription was made.',
        schema: CREATED,
        headers: {
          Location: { description: 'Where to remove the subscription, without a token.', schema: LINK },
          ...ETAG,
        },
      },
      409: { description: 'The tenant has as many subscriptions as it may have.' },
      422: KEY_REUSED,
    },
    callbacks: { runEnded: RUN_ENDED },
    handle: async (request, caller) => {
      const wanted = read(request.body);
      checkSink(wanted.sink);
      const named = namedRequest({ request, caller, body: wanted, least: KEY_LEAST });
      const all = await subscriptions.list(caller.tenant);
      const known = named && all.find((one) => one.named?.name === named.name);
      if (named && known?.named) checkSame(named, known.named);
      const id = named?.derive('subscription') ?? newId();
      if (known) return answer(request, id, known);
      checkRoom(all, clock.now());
      const subscription = made(wanted, request, caller, { key: keyOfId(id)!, named });
      await subscriptions.add(subscription);
      return answer(request, id, subscription);
    },
  };
};
