import { hash } from 'node:crypto';
import type { EndKind } from '../../contracts/event-types';

/** How deliveries fare: `retired` is for good, because the sink said that it is gone. Times are milliseconds since the epoch. */
export type SubscriptionState =
  | { kind: 'active' }
  | { kind: 'failing'; since: number; reason: string }
  | { kind: 'retired'; at: number; reason: string };

/** Somebody who wants to be told when runs end. */
export interface Subscription {
  v: 1;
  /** SHA-256 of its id in hexadecimal digits: whoever reads this can neither name the webhook nor remove it. */
  key: string;
  tenant: string;
  /** Where it listens. A secret: callback addresses carry a signature. Never logged, never in an event or a letter. */
  sink: string;
  /** Types of intents; none: all. */
  types: readonly string[];
  /** How runs may have ended; none: in any way. */
  statuses: readonly EndKind[];
  /** The reference of one intent. */
  reference?: string;
  by: { type: 'user' | 'app'; id: string };
  /** Hashes of the idempotency key that it was made with, and of what came with it. */
  named?: { name: string; body: string };
  /** Where callers reached the mesh when it was made, without `/api`: links in deliveries start there. */
  base: string;
  createdAt: number;
  /** Moved on by deliveries that succeed. */
  expiresAt: number;
  state: SubscriptionState;
}

const DAY_MS = 86_400_000;

export const SUBSCRIPTIONS = {
  /** A subscription lasts so long after it was made, or after its last delivery; milliseconds. */
  lifeMs: 90 * DAY_MS,
  /** And never longer than this after it was made: a sink that leaked is not told for ever. */
  lifeAtMostMs: 730 * DAY_MS,
  /** Of a tenant at a time. */
  perTenant: 500,
  /** Of a tenant, those included that ended and are still shown. */
  keptPerTenant: 2_000,
} as const;

/** 256 bits in base64url. */
const ID = /^[A-Za-z0-9_-]{43}$/;

/** The key of an id; undefined for what cannot be one. */
export const keyOfId = (id: string): string | undefined => (ID.test(id) ? hash('sha256', id) : undefined);

export const isExpired = ({ expiresAt }: Pick<Subscription, 'expiresAt'>, at: number): boolean =>
  expiresAt <= at;

export const isLive = (subscription: Pick<Subscription, 'expiresAt' | 'state'>, at: number): boolean =>
  subscription.state.kind !== 'retired' && !isExpired(subscription, at);

/** When a subscription ends that was made then, and is renewed now. */
export const expiryOf = (createdAt: number, now: number): number =>
  Math.min(now + SUBSCRIPTIONS.lifeMs, createdAt + SUBSCRIPTIONS.lifeAtMostMs);

/** The host of its sink: all of the address that may be shown. */
export const hostOf = ({ sink }: Pick<Subscription, 'sink'>): string => new URL(sink).host;
