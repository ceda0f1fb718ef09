import type { Counts } from './progress';
import type { Replay, ReplayOptions } from './replay';

/** Letters from one place in the set up to another, which is not of them. */
export interface Step {
  from: number;
  to: number;
}

/** How long a step waits for outcomes where nobody said; seconds. */
export const STEP_WAIT_SECONDS = 60;

type Ramped = Pick<Replay, 'total' | 'next' | 'stepSince'> & {
  options: Pick<ReplayOptions, 'steps' | 'stepWaitSeconds'>;
};

/**
 * The steps of a replay: so many letters each, and all that is left in the last one. A replay without a ramp is one step.
 * @example stepsOf({ total: 50, options: { steps: [1, 10, 100] } }) // 0-1, 1-11, 11-50
 */
export const stepsOf = ({ total, options: { steps = [] } }: Pick<Ramped, 'total' | 'options'>): Step[] => {
  const found: Step[] = [];
  for (const letters of [...steps, total]) {
    const from = found.at(-1)?.to ?? 0;
    const to = Math.min(total, from + letters);
    if (to > from) found.push({ from, to });
  }
  return found;
};

/** The step that the next letter to send is of. */
export const nextStep = (replay: Ramped): Step | undefined =>
  stepsOf(replay).find(({ from, to }) => from <= replay.next && replay.next < to);

/** Whether a whole step is out, and another one follows. */
export const isBetweenSteps = (replay: Ramped): boolean =>
  replay.next > 0 && nextStep(replay)?.from === replay.next;

/** When the next step goes out whatever became of the one before; undefined between no steps. */
export const waitsUntil = (replay: Ramped): number | undefined => {
  const { stepSince, options } = replay;
  if (stepSince === undefined || !isBetweenSteps(replay)) return undefined;
  return stepSince + 1_000 * (options.stepWaitSeconds ?? STEP_WAIT_SECONDS);
};

/** Whether the next step still waits for what became of those before. @param counts of the letters that were sent */
export const waitsForOutcomes = (replay: Ramped, counts: Counts, now: number): boolean => {
  const until = waitsUntil(replay);
  return until !== undefined && now < until && (counts.sent ?? 0) > 0;
};
