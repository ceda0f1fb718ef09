import type { Step } from '../../contracts/plan';
import type { Failure, ItemsState, Run, StepState, TaskState } from './run';
import { isFinal } from './tasks';

export type Outcome = 'open' | 'completed' | 'failed' | 'skipped';

const EXPIRED: Failure = { code: 'expired', message: 'The task was not done in time.' };

/** What became of a step, from what is known of its tasks; expired counts as failed, a result that is early for nothing yet. */
export const outcomeOf = (step: Step, state: StepState | undefined): Outcome => {
  switch (state?.kind) {
    case undefined:
      return 'open';
    case 'skipped':
      return 'skipped';
    case 'task':
      return outcomeOfTask(state.task);
    case 'items':
      return outcomeOfItems(step, state);
  }
};

const outcomeOfTask = (task: TaskState): Outcome => {
  if (!isFinal(task) || task.early) return 'open';
  return task.status === 'completed' ? 'completed' : 'failed';
};

const outcomeOfItems = (step: Step, { of, items, failure }: ItemsState): Outcome => {
  if (failure) return 'failed';
  if (of === undefined || items.length < of || !items.every((task) => task && isFinal(task))) return 'open';
  return step.onItemFailure !== 'skip' && items.some(hasFailed) ? 'failed' : 'completed';
};

const hasFailed = (task: TaskState | null): task is TaskState =>
  task?.status === 'failed' || task?.status === 'expired';

/** Why a step failed: of several items, the first in their order. */
export const failureOf = (step: Step, state: StepState | undefined): Failure | undefined => {
  if (outcomeOf(step, state) !== 'failed') return undefined;
  if (state?.kind === 'task') return state.task.failure ?? EXPIRED;
  if (state?.kind !== 'items') return undefined;
  return state.failure ?? state.items.find(hasFailed)?.failure ?? EXPIRED;
};

/** An item that came to nothing. */
export interface ItemFailure extends Failure {
  item: number;
}

/** Of a step under `forEach` that has settled: the items that failed, in their order. */
export const failuresOf = (step: Step, state: StepState | undefined): readonly ItemFailure[] | undefined =>
  state?.kind === 'items' && outcomeOf(step, state) !== 'open'
    ? state.items.flatMap((task, item) => (hasFailed(task) ? [{ item, ...(task.failure ?? EXPIRED) }] : []))
    : undefined;

/**
 * The first step, in the plan's order, whose failure nothing handles. A failure is handled when one of the steps that
 * its step names for it is taken; while that is open, it is not unhandled.
 */
export const unhandledIn = ({ plan, steps }: Pick<Run, 'plan' | 'steps'>): string | undefined =>
  Object.entries(plan.steps).find(
    ([name, step]) =>
      outcomeOf(step, steps[name]) === 'failed' &&
      (step.onFailure ?? []).every((handler) => steps[handler]?.kind === 'skipped'),
  )?.[0];
