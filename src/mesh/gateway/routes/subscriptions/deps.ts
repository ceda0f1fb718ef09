import type { Catalog } from '../../../catalog';
import type { Clock } from '../../../ports/clock';
import type { SubscriptionStore } from '../../../ports/subscription-store';
import type { Targets } from '../../../webhooks/sink';
import type { Links } from '../../links';
import type { ApiRequest } from '../../route';

/** What the routes about subscriptions lean on. */
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
