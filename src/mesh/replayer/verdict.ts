import type { Counts } from './progress';
import { isBetweenSteps, waitsForOutcomes } from './ramp';
import type { ItemState, Replay } from './replay';

/** What came back, and what its run made nothing of. What was refused was not sent; what was cancelled says nothing. */
const FAILED: readonly ItemState[] = ['dead-lettered', 'parked', 'failed', 'expired'];
const GOOD: readonly ItemState[] = ['completed', 'delivered'];

/** Outcomes before which a share says little, where nobody said how many. */
export const STOP_AFTER = 10;

const sum = (counts: Counts, states: readonly ItemState[]): number =>
  states.reduce((all, state) => all + (counts[state] ?? 0), 0);

const percent = (share: number): string => `${Math.round(share * 1_000) / 10} %`;

/**
 * Why a replay is to stop itself; undefined where it may go on. It is judged once enough letters have an outcome, and at
 * the end of each step of a ramp: a step of one letter is there to be judged by that one.
 */
export const whyToStop = (replay: Replay, counts: Counts, now: number): string | undefined => {
  const { stopWhenFailed: limit, stopAfter = STOP_AFTER } = replay.options;
  if (limit === undefined) return undefined;
  const failed = sum(counts, FAILED);
  const outcomes = failed + sum(counts, GOOD);
  const stepIsOver = isBetweenSteps(replay) && !waitsForOutcomes(replay, counts, now);
  if (failed === 0 || failed <= limit * outcomes || (outcomes < stopAfter && !stepIsOver)) return undefined;
  return `${failed} of the ${outcomes} letters that have an outcome failed again (${percent(failed / outcomes)}): more than ${percent(limit)}`;
};
