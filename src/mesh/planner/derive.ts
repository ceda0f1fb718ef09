import { MAX_ITEMS } from '../../contracts/plan';
import type { Step } from '../../contracts/plan';
import type { FoldContext } from './context';
import { graphOf } from './graph';
import { outcomeOf, unhandledIn } from './outcome';
import type { Outcome } from './outcome';
import { verdictOf } from './readiness';
import type { Verdict } from './readiness';
import type { Failure, ItemsState, Run, StepState, TaskState } from './run';
import { listAt, outputOf } from './scope';
import { seen } from './sealed';
import type { Place } from './tasks';

export interface Derived {
  run: Run;
  outcomes: ReadonlyMap<string, Outcome>;
  /** Tasks that could be dispatched now. */
  ready: readonly Place[];
  /** The first step, in the plan's order, whose failure nothing handles. */
  unhandled: string | undefined;
}

/**
 * What follows from the results that are there, whatever the order they came in: steps that are skipped, lists that
 * turn out to be empty, tasks that are ready, failures that nothing handles. It dispatches nothing.
 */
export const derive = (run: Run, context: Pick<FoldContext, 'book' | 'read'>): Derived => {
  const graph = graphOf(run.plan);
  const outcomes = new Map<string, Outcome>();
  const steps: Record<string, StepState> = { ...run.steps };
  const ready: Place[] = [];
  const sofar: Run = { ...run, steps };
  const holds = (need: string, schema: object) =>
    context.book.holds(schema, seen(outputOf(sofar, need, context.read)) ?? null);

  for (const name of graph.order) {
    const step = run.plan.steps[name]!;
    const verdict = decided(steps[name]) ?? verdictOf(name, step, { graph, outcomes, holds });
    const next = entered(verdict, { ...step, ordered: isOrdered(run, name) }, steps[name], () =>
      listOf(sofar, step, context.read),
    );
    if (next.state) steps[name] = next.state;
    if (next.due) ready.push(...placesOf(name, next.due));
    outcomes.set(name, outcomeOf(step, steps[name]));
  }
  return { run: sofar, outcomes, ready, unhandled: unhandledIn(sofar) };
};

const isOrdered = ({ ordered }: Run, step: string): boolean =>
  ordered !== undefined && Object.hasOwn(ordered.steps, step);

/** A verdict is for good: it need not be found again, nor the data be read that it rested on. */
const decided = (state: StepState | undefined): Verdict | undefined => {
  switch (state?.kind) {
    case undefined:
      return undefined;
    case 'skipped':
      return 'skip';
    case 'task':
      return state.task.early ? undefined : 'go';
    case 'items':
      return state.of === undefined ? undefined : 'go';
  }
};

type Due = 'task' | readonly number[];

const entered = (
  verdict: Verdict,
  step: Step & { ordered: boolean },
  state: StepState | undefined,
  list: () => unknown,
): { state?: StepState; due?: Due } => {
  if (verdict === 'wait') return {};
  // A result can only have come before its step was due where the step is due in the end; if not, it counts for nothing.
  if (verdict === 'skip') return { state: { kind: 'skipped' } };
  if (step.forEach !== undefined)
    return enteredItems(state?.kind === 'items' ? state : undefined, list, step.ordered);
  if (state?.kind !== 'task') return { due: 'task' };
  return { state: { kind: 'task', task: onTime(state.task) } };
};

const enteredItems = (
  state: ItemsState | undefined,
  list: () => unknown,
  ordered: boolean,
): { state?: StepState; due?: Due } => {
  if (state?.of !== undefined) return { due: unknownOf(state.items) };
  const { of, failure } = listed(list());
  if (failure) return { state: { kind: 'items', of: 0, items: [], failure } };
  const items = padded(state?.items ?? [], of);
  // A step of which nothing is known yet stays out of the run until it is dispatched; in order, one item at a time is.
  if (!state && of > 0 && !ordered) return { due: unknownOf(items) };
  return { state: { kind: 'items', of, items }, due: unknownOf(items) };
};

const unknownOf = (items: ItemsState['items']): readonly number[] =>
  items.flatMap((task, index) => (task ? [] : [index]));

const padded = (items: ItemsState['items'], length: number): ItemsState['items'] =>
  Array.from({ length }, (_, index) => (items[index] ? onTime(items[index]) : null));

const onTime = (task: TaskState): TaskState => {
  const { early: _, ...rest } = task;
  return rest;
};

const listed = (list: unknown): { of: number; failure?: Failure } => {
  // The list of a skipped step, or of an optional member: there is nothing to do.
  if (list === undefined) return { of: 0 };
  if (!Array.isArray(list))
    return {
      of: 0,
      failure: { code: 'not-a-list', message: '`forEach` refers to something that is not a list.' },
    };
  if (list.length <= MAX_ITEMS) return { of: list.length };
  const message = `The list has ${list.length} items, and ${MAX_ITEMS} is the most that one step takes.`;
  return { of: 0, failure: { code: 'too-many-items', message } };
};

const listOf = (run: Run, step: Step, read: FoldContext['read']): unknown =>
  listAt(run, step.forEach ?? '', read);

const placesOf = (step: string, due: Due): readonly Place[] =>
  due === 'task' ? [{ step }] : due.map((item) => ({ step, item }));
