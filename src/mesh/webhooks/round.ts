import type { Clock, Random } from '../ports/clock';
import { LATE, gate } from '../worker/gate';
import type { Outcome } from './deliver';
import type { Delivery } from './delivery';

export interface RoundLimits {
  /** Deliveries under way at a time. */
  concurrency: number;
  /** Of those, to one subscriber. */
  perSubscriber: number;
  /** How long a batch may begin deliveries; milliseconds. */
  budgetMs: number;
}

export const ROUND_LIMITS: RoundLimits = { concurrency: 32, perSubscriber: 4, budgetMs: 20_000 };

export interface RoundDeps {
  clock: Clock;
  random: Random;
  limits: RoundLimits;
  work: (delivery: Delivery) => Promise<Outcome>;
}

/** What could not begin in time comes back within so long; milliseconds. */
const SOON_MS = 5_000;

/**
 * Delivers a batch, each event once. Nobody waits long behind a subscriber that does not answer: few of its deliveries
 * are under way at a time, those behind one that failed come back when that does, and what has not begun in time comes
 * back soon.
 */
export const round = ({ clock, random, limits, work }: RoundDeps) => {
  const { through } = gate(limits.concurrency);

  const postponed = ({ event }: Delivery, notBefore: number): Outcome => ({
    kind: 'later',
    event,
    notBefore,
  });

  const toOne = async (
    deliveries: readonly Delivery[],
    signal: AbortSignal,
    settle: (delivery: Delivery, outcome: Outcome) => void,
  ): Promise<void> => {
    const next = deliveries.values();
    let backAt: number | undefined;
    const lane = async (): Promise<void> => {
      for (const delivery of next) {
        if (backAt !== undefined) {
          settle(delivery, postponed(delivery, backAt));
          continue;
        }
        const outcome = await through(signal, () => work(delivery));
        if (outcome === LATE) settle(delivery, postponed(delivery, clock.now() + SOON_MS * random()));
        else {
          if (outcome.kind === 'later') backAt = Math.max(backAt ?? 0, outcome.notBefore);
          settle(delivery, outcome);
        }
      }
    };
    await allSettled(Array.from({ length: Math.min(limits.perSubscriber, deliveries.length) }, lane));
  };

  return async (deliveries: readonly Delivery[]): Promise<ReadonlyMap<Delivery, Outcome>> => {
    const outcomes = new Map<Delivery, Outcome>();
    const { signal, clear } = clock.timeout(limits.budgetMs);
    const groups = Map.groupBy(deliveries, ({ subscription }) => subscription);
    try {
      await allSettled(
        [...groups.values()].map((group) =>
          toOne(group, signal, (delivery, outcome) => void outcomes.set(delivery, outcome)),
        ),
      );
    } finally {
      clear();
    }
    return outcomes;
  };
};

/** Waits for all, and throws the first fault only then: nothing goes on behind a batch that is given up. */
const allSettled = async (works: readonly Promise<void>[]): Promise<void> => {
  const fault = (await Promise.allSettled(works)).find(({ status }) => status === 'rejected');
  if (fault) throw (fault as PromiseRejectedResult).reason;
};
