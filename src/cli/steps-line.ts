import type { RunView, StepView } from './run-view';

const STANDS: Readonly<Record<string, (step: string) => string>> = {
  completed: (step) => step,
  dispatched: (step) => `${step} …`,
  waiting: (step) => `${step} waits`,
  failed: (step) => `${step} failed`,
  expired: (step) => `${step} expired`,
  cancelled: (step) => `${step} cancelled`,
  deadlettered: (step) => `${step} is a dead letter`,
};

const attempts = ({ attempt = 1 }: StepView): string => (attempt > 1 ? ` (try ${attempt})` : '');

/** How far a run is, in one line: its steps but for those that have not begun or are not needed. */
export const stepsLine = ({ steps = [] }: RunView): string =>
  steps
    .flatMap((step) => {
      const text = STANDS[step.status]?.(step.step);
      return text === undefined ? [] : [text + attempts(step)];
    })
    .join(', ');
