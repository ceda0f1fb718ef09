import { taskIdOf } from '../../contracts/ids';
import type { ItemsState, Run, TaskState } from './run';

/** A task by its place in the plan. */
export interface Place {
  step: string;
  item?: number;
}

export interface PlacedTask extends Place {
  id: string;
  skill: string;
  task: TaskState;
}

const FINAL: ReadonlySet<TaskState['status']> = new Set(['completed', 'failed', 'expired']);

/** Answered for good: the first terminal result freezes a task. */
export const isFinal = ({ status }: TaskState): boolean => FINAL.has(status);
export const isDispatched = ({ task }: PlacedTask): boolean => task.status === 'dispatched';

/** Every task that the run knows of, in the order of the plan and of the items. */
export const tasksOf = (run: Run): readonly PlacedTask[] =>
  Object.keys(run.plan.steps).flatMap((step) => tasksOfStep(run, step));

const tasksOfStep = (run: Run, step: string): readonly PlacedTask[] => {
  const state = run.steps[step];
  const skill = run.plan.steps[step]!.skill;
  if (state?.kind === 'task') return [{ id: taskIdOf(run.id, step), step, skill, task: state.task }];
  if (state?.kind !== 'items') return [];
  return state.items.flatMap((task, item) =>
    task ? [{ id: taskIdOf(run.id, step, item), step, item, skill, task }] : [],
  );
};

export const taskAt = (run: Run, { step, item }: Place): TaskState | undefined => {
  const state = run.steps[step];
  if (state?.kind === 'task') return state.task;
  return state?.kind === 'items' && item !== undefined ? (state.items[item] ?? undefined) : undefined;
};

/** The run with another state of these tasks. */
export const withTasks = (run: Run, tasks: readonly (Place & { task: TaskState })[]): Run => {
  if (tasks.length === 0) return run;
  const steps = { ...run.steps };
  const fresh = new Map<string, (TaskState | null)[]>();
  for (const { step, item, task } of tasks) {
    if (item === undefined) steps[step] = { kind: 'task', task };
    else itemsOf(fresh, steps[step], step)[item] = task;
  }
  for (const [step, items] of fresh)
    steps[step] = { ...asItems(steps[step]), items: Array.from(items, (task) => task ?? null) };
  return { ...run, steps };
};

const asItems = (state: Run['steps'][string] | undefined): ItemsState =>
  state?.kind === 'items' ? state : { kind: 'items', items: [] };

const itemsOf = (
  fresh: Map<string, (TaskState | null)[]>,
  state: Run['steps'][string] | undefined,
  step: string,
): (TaskState | null)[] => {
  const items = fresh.get(step) ?? [...asItems(state).items];
  fresh.set(step, items);
  return items;
};
