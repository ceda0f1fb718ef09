import type { Step } from '../../contracts/plan';
import type { Graph } from './graph';
import type { Outcome } from './outcome';

/** Whether a step is due: `skip` is for good, as is `go`. */
export type Verdict = 'wait' | 'go' | 'skip';

export interface Surroundings {
  graph: Graph;
  outcomes: ReadonlyMap<string, Outcome>;
  /** Whether a condition holds for what a step gave. */
  holds: (need: string, schema: object) => boolean;
}

/**
 * A step waits until all that it needs has settled. One that is named by `onFailure` goes when one of those that
 * name it failed; for the rest, `join` decides. A need that failed counts as one that was skipped.
 */
export const verdictOf = (name: string, step: Step, around: Surroundings): Verdict => {
  const guards = around.graph.guards.get(name) ?? [];
  const needs = around.graph.needs.get(name) ?? [];
  const outcome = (need: string) => around.outcomes.get(need) ?? 'open';
  if ([...guards, ...needs].some((need) => outcome(need) === 'open')) return 'wait';
  if (guards.length > 0 && !guards.some((guard) => outcome(guard) === 'failed')) return 'skip';
  return joined(step, needs, outcome, around) ? 'go' : 'skip';
};

const joined = (
  step: Step,
  needs: readonly string[],
  outcome: (need: string) => Outcome,
  { holds }: Surroundings,
): boolean => {
  const gave = (need: string) => {
    const condition = step.when?.[need];
    return outcome(need) === 'completed' && (!condition || holds(need, condition.schema));
  };
  if (step.join === 'any') return needs.length === 0 || needs.some(gave);
  const passedOver = (need: string) => outcome(need) !== 'completed' && step.when?.[need]?.ifSkipped === true;
  return needs.every((need) => gave(need) || passedOver(need));
};
