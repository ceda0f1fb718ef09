import type { Random } from '../ports/clock';

export interface BackoffSettings {
  /** The first wait is at most this; milliseconds. */
  baseMs: number;
  /** No wait is longer; milliseconds. */
  capMs: number;
}

/**
 * Milliseconds to wait after the given try (from 1): exponential, with full jitter, so that those who failed together do
 * not come back together.
 */
export const backoffMs = (tries: number, random: Random, { baseMs, capMs }: BackoffSettings): number =>
  Math.floor(random() * Math.min(capMs, baseMs * 2 ** Math.min(tries - 1, 30)));
