import type { FoldContext } from './context';
import type { Run, TaskState } from './run';
import { withTasks } from './tasks';
import type { Place } from './tasks';

/** The run with these tasks on their way: to a worker, or before whoever is to answer them. */
export const dispatch = (
  run: Run,
  places: readonly Place[],
  { n, cause, at, skill }: { n: number; cause: string } & Pick<FoldContext, 'at' | 'skill'>,
): Run => {
  const begun = ({ step }: Place): TaskState => {
    // A skill that this build does not know goes to the workers: they know how long to wait for one that does.
    const by = skill(run.plan.steps[step]!.skill)?.by ?? 'worker';
    const task = { attempt: 1, cause, since: at };
    return by === 'worker'
      ? { status: 'dispatched', ...task }
      : { status: 'waiting', ...task, waited: { from: n } };
  };
  const started = withTasks(
    run,
    places.map((place) => ({ ...place, task: begun(place) })),
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
