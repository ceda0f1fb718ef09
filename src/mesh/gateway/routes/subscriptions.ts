import { END_KINDS, type EndKind } from '../../../contracts/event-types';
import { faultyProblem } from '../../../contracts/problems';
import type { Catalog } from '../../catalog';
import { keysetPage, newestFirst, type TimeKey } from '../../keyset-page';
import { present } from '../../letters/present';
import type { Clock } from '../../ports/clock';
import type { SubscriptionStore } from '../../ports/subscription-store';
import { sinkFault, type Targets } from '../../webhooks/sink';
import {
  expiryOf,
  hostOf,
  isExpired,
  isLive,
  keyOfId,
  SUBSCRIPTIONS,
  type Subscription,
} from '../../webhooks/subscription';
import { checkMatch, ETAG, entityTag, IF_MATCH } from '../conditions';
import { checkSame, idempotencyKey, KEY_REUSED, type Named, namedRequest } from '../idempotency';
import { jsonBody } from '../json-body';
import { iso } from '../letter-view';
import type { Links } from '../links';
import { NEXT, paged, pageOf, pageQuery, withCursor } from '../page';
import { ProblemError, refusal } from '../problem-error';
import { ref, type ApiRequest, type ApiResponse, type Caller, type Route } from '../route';
import { componentName } from '../schema-components';

export interface SubscriptionRoutesDeps {
  subscriptions: SubscriptionStore;
  catalog: Pick<Catalog, 'intents'>;
  clock: Pick<Clock, 'now'>;
  links: (request: ApiRequest) => Links;
  /** 256 bits that nobody can guess, in base64url. */
  newId: () => string;
  targets: Targets;
  /** Where callers reach the mesh, without `/api`; the address of the request if absent. */
  publicUrl?: string | undefined;
}

interface Wanted {
  sink: string;
  types?: readonly string[];
  statuses?: readonly EndKind[];
  reference?: string;
}

const text = (description: string) => ({ type: 'string', description });
const instant = (description: string) => ({ type: 'string', format: 'date-time', description });
const list = (items: object, description: string) => ({ type: 'array', items, description });
const statuses = list(
  { type: 'string', enum: END_KINDS },
  'How runs may have ended; in any way where absent or empty.',
);

/** The types are those of the mesh: a wrong one would wait for ever. */
const bodyOf = (types: readonly string[]) => ({
  type: 'object',
  required: ['sink'],
  additionalProperties: false,
  properties: {
    sink: {
      type: 'string',
      format: 'uri',
      minLength: 1,
      maxLength: 4096,
      description: 'Where to send what has ended: an https address on the internet.',
    },
    types: {
      ...list(
        { type: 'string', ...(types.length > 0 && { enum: types }) },
        'Types of intents; all where absent or empty.',
      ),
      maxItems: 100,
    },
    statuses: { ...statuses, maxItems: END_KINDS.length },
    reference: {
      type: 'string',
      minLength: 1,
      maxLength: 1024,
      description: 'Only the intent that was sent under this reference.',
    },
  },
});

const VIEW = {
  key: text('Names the subscription in lists; it cannot be removed by it.'),
  sinkHost: text('Host of the sink; the rest of its address is a secret.'),
  types: list({ type: 'string' }, 'Types of intents; all where empty.'),
  statuses,
  reference: text('Only the intent under this reference.'),
  createdAt: instant('When it was made.'),
  expiresAt: instant('When it ends; each delivery that succeeds moves it on.'),
  state: {
    type: 'string',
    enum: ['active', 'failing', 'retired', 'expired'],
    description: 'How deliveries fare: retired and expired ones get none any more.',
  },
  since: instant('Since when it is failing, or when it was retired.'),
  reason: text('Why it is failing, or was retired.'),
};
const REQUIRED = ['key', 'sinkHost', 'types', 'statuses', 'createdAt', 'expiresAt', 'state'];
const ID = text('Whoever has it can remove the subscription: it is a secret, and shown only here.');
const LINK = { type: 'string', format: 'uri', description: 'Where to remove the subscription.' };

const VIEWED = { type: 'object', required: REQUIRED, properties: VIEW };
const CREATED = {
  type: 'object',
  required: ['id', 'link', ...REQUIRED],
  properties: { id: ID, link: LINK, ...VIEW },
};

/** So long that nobody guesses it: the id is derived from it. */
const KEY_LEAST = 32;

const ALL = { max: SUBSCRIPTIONS.keptPerTenant, absent: SUBSCRIPTIONS.keptPerTenant };

const keyOf = ({ createdAt, key }: Subscription): TimeKey => [createdAt, key];

/** What can be asked of a subscription never changes: it is there, or it is not. */
const tagOf = ({ key }: Pick<Subscription, 'key'>): string => entityTag('subscription', key);

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

const view = (subscription: Subscription, now: number) => {
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

/** Who wants to be told when runs end: what Power Automate calls a webhook trigger. */
export const subscriptionRoutes = (deps: SubscriptionRoutesDeps): readonly Route[] => [
  createSubscription(deps),
  listSubscriptions(deps),
  deleteSubscription(deps),
];

/** What a sink gets, as the document tells it. */
const RUN_ENDED = {
  '{$request.body#/sink}': {
    post: {
      summary: 'A run has ended',
      description:
        'Sent to the sink as a CloudEvent in binary mode. Its ce-id stays the same when it is sent again. Answer with 2xx; 410 ends the subscription.',
      requestBody: {
        required: true,
        content: { 'application/json': { schema: ref(componentName('run.ended@1')) } },
      },
      responses: {
        '2XX': { description: 'It has arrived.' },
        410: { description: 'The subscription is to end.' },
      },
    },
  },
};

const createSubscription = ({
  subscriptions,
  catalog,
  clock,
  links,
  newId,
  targets,
  publicUrl,
}: SubscriptionRoutesDeps): Route => {
  const body = bodyOf(catalog.intents().map(({ intent }) => intent));
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
      body: { id, link, ...view(subscription, clock.now()) },
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

const listSubscriptions = ({ subscriptions, clock, links }: SubscriptionRoutesDeps): Route => ({
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
    const body = { subscriptions: page.items.map((one) => view(one, clock.now())) };
    return paged({ request, caller, links: links(request), position: page.cursor, body });
  },
});

const deleteSubscription = ({ subscriptions }: SubscriptionRoutesDeps): Route => ({
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
