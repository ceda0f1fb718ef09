import { isRestrictedRef } from '../../contracts/dataref';
import { exposedOf } from '../../contracts/restricted';
import { failureOf, failuresOf, outcomeOf } from './outcome';
import { parsePointer, valueAt } from './pointer';
import type { Held, Kept, Run, StepState } from './run';
import { sealed, seen, walk } from './sealed';

/** What is kept elsewhere, by its reference; undefined where there is nothing (any more). */
export type Read = (ref: string) => unknown;

export interface Item {
  index: number;
  value: unknown;
}

/** Attributes of the intent that a plan may refer to, beside its data. */
export const INTENT_ATTRIBUTES = ['id', 'source', 'type', 'subject', 'time'] as const;

/** What the references of a plan's text lead to. */
export const scopeOf =
  (run: Run, read: Read, item?: Item) =>
  (pointer: string): unknown => {
    const [root, ...path] = parsePointer(pointer) ?? [];
    if (root === 'intent') return ofIntent(run, read, path);
    if (root === 'steps') return ofStep(run, read, path);
    if (root === 'item') return walk(item?.value, path);
    return root === 'index' && path.length === 0 ? item?.index : undefined;
  };

const ofIntent = ({ intent }: Run, read: Read, [name, ...path]: readonly string[]): unknown => {
  if (name === 'data') return walk(dataOf(intent, read), path);
  const attribute = INTENT_ATTRIBUTES.find((known) => known === name);
  return attribute && path.length === 0 ? intent[attribute] : undefined;
};

const dataOf = (intent: Run['intent'], read: Read): unknown => {
  const { dataref, data } = intent;
  if (dataref === undefined) return data;
  return isRestrictedRef(dataref) ? sealed(dataref, [], exposedOf(intent)) : read(dataref);
};

const ofStep = (run: Run, read: Read, [name = '', part, ...path]: readonly string[]): unknown => {
  if (part === 'output') return walk(outputOf(run, name, read), path);
  const step = run.plan.steps[name];
  if (!step) return undefined;
  if (part === 'failures') return valueAt(failuresOf(step, run.steps[name]), path);
  return part === 'failure' ? valueAt(failureOf(step, run.steps[name]), path) : undefined;
};

/** What a step gave: under `forEach` a list in the order of the items, those that failed left out. */
export const outputOf = (run: Run, name: string, read: Read): unknown => {
  const step = run.plan.steps[name];
  const state = run.steps[name];
  if (!step || outcomeOf(step, state) !== 'completed') return undefined;
  return outputOfState(state!, read);
};

const outputOfState = (state: StepState, read: Read): unknown => {
  if (state.kind === 'task') return state.task.output && held(state.task.output, read);
  if (state.kind !== 'items') return undefined;
  return state.items.flatMap((task) => (task?.output ? [held(task.output, read)] : []));
};

/** References lead to the whole data of an event, in which the output is one member. */
export const held = (value: Held, read: Read): unknown =>
  'sealed' in value ? sealed(value.sealed, ['output'], kept(value.shown, read)) : kept(value, read);

const kept = (value: Kept, read: Read): unknown =>
  'value' in value ? value.value : valueAt(read(value.ref), ['output']);

/** The list that a `forEach` refers to: of restricted data, only what may be seen can be one; its items may be sealed. */
export const listAt = (run: Run, pointer: string, read: Read): unknown => {
  const list = scopeOf(run, read)(pointer);
  return Array.isArray(list) ? list : seen(list);
};

/** One entry of the list that a `forEach` refers to. */
export const valueOfList = (run: Run, pointer: string, item: number, read: Read): unknown => {
  const list = listAt(run, pointer, read);
  return Array.isArray(list) ? (list[item] as unknown) : undefined;
};
