import { isLong, lastsMs } from '../worker/long';
import type { FoldContext } from './context';
import { laneOf } from './lane';
import type { Run, TaskState } from './run';
import { withTasks } from './tasks';
import type { Place } from './tasks';

interface Cause {
  n: number;
  cause: string;
}

/** The run with these tasks on their way: to a worker, or before whoever is to answer them. */
export const dispatch = (
  run: Run,
  places: readonly Place[],
  { n, cause, ...context }: Cause & Pick<FoldContext, 'at' | 'skill' | 'book' | 'read'>,
): Run => {
  const begunOf = (step: string): TaskState => {
    // A skill that this build does not know goes to the workers: they know how long to wait for one that does.
    const skill = context.skill(run.plan.steps[step]!.skill);
    const task = { attempt: 1, cause, since: context.at };
    if (skill && skill.by !== 'worker') return { status: 'waiting', ...task, waited: { from: n } };
    const lane = laneOf(run, step, context);
    const lasts = skill && isLong(skill) ? { lasts: lastsMs(skill) } : {};
    return { status: 'dispatched', ...task, ...lasts, ...(lane && { lane }) };
  };
  // The items of a list begin alike, and there may be a thousand.
  const begun = new Map([...new Set(places.map(({ step }) => step))].map((step) => [step, begunOf(step)]));
  const started = withTasks(
    run,
    places.map((place) => ({ ...place, task: begun.get(place.step)! })),
  );
  return withCounts(started, places);
};

/** Lists know their length from the moment that their items are on their way. */
const withCounts = (run: Run, places: readonly Place[]): Run => {
  const steps = { ...run.steps };
  for (const { step, item } of places) {
    const state = steps[step];
    if (item !== undefined && state?.kind === 'items' && state.of === undefined)
      steps[step] = { ...state, of: state.items.length };
  }
  return { ...run, steps };
};
