import { passedIn } from '../../contracts/plan';
import type { Condition, Conditions, Step } from '../../contracts/plan';
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

type Find = (need: string) => Outcome;

/**
 * A step waits until all that it needs has settled. One that is named by `onFailure` goes when one of those that
 * name it failed; for the rest, its conditions and `join` decide.
 */
export const verdictOf = (name: string, step: Step, around: Surroundings): Verdict => {
  const guards = around.graph.guards.get(name) ?? [];
  const needs = around.graph.needs.get(name) ?? [];
  const outcome = (need: string) => around.outcomes.get(need) ?? 'open';
  if ([...guards, ...needs].some((need) => outcome(need) === 'open')) return 'wait';
  if (guards.length > 0 && !guards.some((guard) => outcome(guard) === 'failed')) return 'skip';
  return joined(step, needs, outcome, around) ? 'go' : 'skip';
};

const joined = (step: Step, needs: readonly string[], outcome: Find, { holds }: Surroundings): boolean => {
  const met = (need: string, condition: Condition | undefined): boolean => {
    const became = outcome(need);
    if (became === 'completed') return !condition || holds(need, condition.schema);
    return condition !== undefined && passedIn(condition).some((passed) => passed === became);
  };
  const all = (conditions: Conditions) => Object.entries(conditions).every(([need, one]) => met(need, one));
  const { when = {}, whenAny = [], join } = step;
  const gave = (need: string) => outcome(need) === 'completed' && met(need, when[need]);
  if (!whenAny.every((entries) => entries.some(all))) return false;
  if (join === 'any') return needs.length === 0 || needs.some(gave);
  const free = stepsIn(whenAny);
  return needs.every((need) => met(need, when[need]) || (!when[need] && free.has(need)));
};

const stepsIn = (lists: readonly (readonly Conditions[])[]): ReadonlySet<string> =>
  new Set(lists.flat().flatMap((conditions) => Object.keys(conditions)));
