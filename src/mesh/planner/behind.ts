import { firstFor } from './line';
import type { Line } from './line';
import { hasEnded } from './run';
import type { Run } from './run';
import type { RunView, StepView } from './view';

/** The key of the line that a run is held in; undefined where nothing of it waits for other runs. */
export const heldIn = (run: Run): string | undefined =>
  run.held && !hasEnded(run) ? run.ordered?.key : undefined;

/** A run as others see it, with the run that comes first in the line for steps that it holds. */
export const withFirst = (view: RunView, run: Run, line: Line | undefined): RunView => {
  const key = run.intent.partitionkey;
  if (!line || key === undefined) return view;
  const firstOf = (step: string): string | undefined => {
    const skill = run.ordered?.steps[step];
    const first = skill === undefined ? undefined : firstFor(line, skill);
    return first === run.id ? undefined : first;
  };
  const shown = (step: StepView): StepView => {
    const first = step.status === 'pending' ? firstOf(step.step) : undefined;
    return first === undefined ? step : { ...step, behind: { run: first, key } };
  };
  return { ...view, steps: view.steps.map(shown) };
};
