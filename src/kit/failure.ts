import { refTo, targetOf, type AnyRef, type Ref } from './reference';

/** What a plan may know of the step that failed. */
export interface StepFailure {
  code: string;
  message: string;
}

/** Why an item of a `step.each` failed. */
export interface ItemFailure extends StepFailure {
  /** Which item it was, from 0. */
  item: number;
}

/**
 * Refers to why a step failed: for steps that are taken `onFailureOf` it, for others that are taken though it failed,
 * and for the plan's answer. Absent where it did not fail. Of a `step.each`, the item that failed first, in their order.
 */
export const failureOf = (step: AnyRef): Ref<StepFailure> => failing('failureOf', step, 'failure');

/** Refers to why items of a `step.each` failed, in their order; an empty list where none did, absent where it was skipped. */
export const failuresOf = (each: AnyRef<readonly unknown[]>): Ref<ItemFailure[]> =>
  failing('failuresOf', each, 'failures');

const failing = <T>(name: string, ref: AnyRef, part: 'failure' | 'failures'): Ref<T> => {
  const { owner, step } = targetOf(ref) ?? {};
  if (!owner || step === undefined) throw new Error(`${name} is for what \`step\` gave: name such a step`);
  return refTo({ owner, step, pointer: `/steps/${step}/${part}` });
};
