import type { MeshEvent } from '../../contracts/event';
import type { Run } from '../planner/run';
import type { Clock, Random } from '../ports/clock';
import type { PostToSink } from '../ports/sink';
import { backoffMs } from '../worker/backoff';
import { nextTry, type Delivery } from './delivery';
import { messageOf, type MessageDeps } from './message';
import type { News } from './note';
import { hostOf, isExpired, type Subscription } from './subscription';
import { verdictOf, type Verdict } from './verdict';

/** How a delivery ends, for now. */
export type Outcome =
  | { kind: 'delivered' }
  /** This process has it in hand already, or had. */
  | { kind: 'known'; delivered: boolean }
  /** Nobody listens any more. */
  | { kind: 'dropped'; reason: string }
  /** The event comes back. */
  | { kind: 'later'; event: MeshEvent; notBefore: number }
  | { kind: 'dead'; code: string; message: string };

export interface DeliverDeps extends MessageDeps {
  post: PostToSink;
  note: (subscription: Subscription, news: News) => Promise<void>;
  clock: Pick<Clock, 'now'>;
  random: Random;
}

/** To whom, and of what; absent where it is not there any more. */
export interface Parties {
  subscription: Subscription | undefined;
  run: Run | undefined;
}

/** Between two tries: some five hours in all, where a subscriber is away and says nothing about when it is back. */
export const BETWEEN_TRIES = { baseMs: 5_000, capMs: 3_600_000 };
export const TRIES = 20;
/** However often it was put off, it is given up after so long; milliseconds. */
export const LIFE_MS = 24 * 3_600_000;

const dead = (code: string, message: string): Outcome => ({ kind: 'dead', code, message });

/** Why nobody is to be told; undefined where somebody is. Whoever brings a delivery back is told the same. */
export const goneBecause = (subscription: Subscription | undefined, now: number): string | undefined => {
  if (!subscription) return 'its subscription was removed';
  if (subscription.state.kind === 'retired')
    return `its subscription was retired: ${subscription.state.reason}`;
  return isExpired(subscription, now) ? 'its subscription has expired' : undefined;
};

const newsOf = (verdict: Verdict): News | undefined => {
  switch (verdict.kind) {
    case 'delivered':
      return { kind: 'delivered' };
    case 'gone':
      return { kind: 'gone', reason: verdict.reason };
    case 'again':
    case 'refused':
      return { kind: 'failed', reason: verdict.reason };
    case 'rest':
      return undefined;
  }
};

/** Tries once to tell one subscriber of one run. @throws PlatformError when a store does not answer */
export const deliver = ({ post, note, clock, random, ...deps }: DeliverDeps) => {
  const later = (delivery: Delivery, event: MeshEvent, waitMs: number, why: string): Outcome => {
    const notBefore = clock.now() + waitMs;
    return notBefore < delivery.since + LIFE_MS
      ? { kind: 'later', event, notBefore }
      : dead('delivery-exhausted', `${why}, and a day is over`);
  };

  const outcomeOf = (delivery: Delivery, verdict: Verdict, who: string): Outcome => {
    switch (verdict.kind) {
      case 'delivered':
        return { kind: 'delivered' };
      case 'gone':
        return { kind: 'dropped', reason: `${who}: ${verdict.reason}` };
      case 'refused':
        return dead(verdict.code, `${who}: ${verdict.reason}`);
      case 'rest': {
        // Those that wait for the same subscriber do not come back all at once.
        const waitMs = verdict.waitMs * (1 + random());
        return later(delivery, delivery.event, waitMs, `${who}: ${verdict.reason}`);
      }
      case 'again': {
        if (delivery.attempt >= TRIES)
          return dead('delivery-exhausted', `${who}: ${verdict.reason}, ${TRIES} times`);
        const waitMs = Math.max(verdict.waitMs, backoffMs(delivery.attempt, random, BETWEEN_TRIES));
        return later(delivery, nextTry(delivery), waitMs, `${who}: ${verdict.reason}`);
      }
    }
  };

  return async (delivery: Delivery, { subscription, run }: Parties): Promise<Outcome> => {
    const gone = goneBecause(subscription, clock.now());
    if (!subscription || gone !== undefined) return { kind: 'dropped', reason: gone! };
    if (run?.endedAt === undefined) return dead('no-run', 'the run that ended is not there any more');
    if (run.tenant !== subscription.tenant)
      return dead('wrong-tenant', 'the run belongs to another tenant than the subscription');
    const verdict = verdictOf(
      await post(await messageOf(delivery, { subscription, run }, deps)),
      clock.now(),
    );
    const news = newsOf(verdict);
    if (news) await note(subscription, news);
    return outcomeOf(delivery, verdict, `the webhook at ${hostOf(subscription)}`);
  };
};
