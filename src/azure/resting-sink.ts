import { circuitBreaker, ConsecutiveBreaker, handleWhenResult, isBrokenCircuitError } from 'cockatiel';
import { LRUCache } from 'lru-cache';
import type { Posted, PostToSink } from '../mesh/ports/sink';

export interface RestingSinkOptions {
  /** So many faults one after the other, and the subscriber is left alone. */
  faults?: number;
  /** For so long; then one delivery tries whether it is back. Milliseconds. */
  restMs?: number;
}

/** Subscribers of whom this process remembers how they fare. */
const SUBSCRIBERS = 10_000;

const isDown = (result: unknown): boolean => {
  const posted = result as Posted;
  return posted.kind === 'unreachable' || (posted.kind === 'answered' && posted.status >= 500);
};

/**
 * A circuit breaker for each subscriber: one that does not answer costs a batch its time-out a few times, not each time.
 * Each process learns that for itself, and a new one anew.
 */
export const restingSink = (
  post: PostToSink,
  { faults = 5, restMs = 30_000 }: RestingSinkOptions = {},
): PostToSink => {
  const breakers = new LRUCache<string, ReturnType<typeof circuitBreaker>>({ max: SUBSCRIBERS });

  const breakerOf = (subscriber: string) => {
    const known = breakers.get(subscriber);
    if (known) return known;
    const fresh = circuitBreaker(handleWhenResult(isDown), {
      halfOpenAfter: restMs,
      breaker: new ConsecutiveBreaker(faults),
    });
    breakers.set(subscriber, fresh);
    return fresh;
  };

  return async (request) => {
    try {
      return await breakerOf(request.subscriber).execute(() => post(request));
    } catch (error) {
      if (isBrokenCircuitError(error)) return { kind: 'resting', forMs: restMs };
      throw error;
    }
  };
};
