import type { Passed } from '../contracts/plan';
import { targetOf, type AnyRef, type Target } from './reference';

type Scalar = string | number | boolean;

/** Something that must hold of what a step gave. Made by `is` and its like. */
export interface StepCondition {
  readonly ref: AnyRef;
  /** JSON Schema on the step's output. */
  readonly schema: object;
  /** What may have become of the step instead. */
  readonly or: readonly Passed[];
}

/** Conditions of which one must hold. Made by `anyOf`. */
export interface AnyCondition {
  /** Of each entry all must hold. */
  readonly anyOf: readonly (readonly StepCondition[])[];
}

export interface ConditionOptions {
  /** Holds too when the step was skipped. */
  ifSkipped?: true;
  /** Holds too when the step failed or expired. The run goes on from there only where steps `onFailureOf` it mend that. */
  ifFailed?: true;
}

/** A schema that fails where anything on the way is missing: every member is required. */
const at = (path: readonly string[], leaf: object): object =>
  path.reduceRight<object>(
    (inner, member) => ({ type: 'object', required: [member], properties: { [member]: inner } }),
    leaf,
  );

/** What a condition cannot be on. */
export const notToLookAt = (target: Target | undefined): Error =>
  new Error(
    `a condition is on what a step gave, and ${target?.pointer ?? 'this'} is not: let a step give it`,
  );

const condition = (
  ref: AnyRef,
  leaf: object,
  { ifSkipped, ifFailed }: ConditionOptions = {},
): StepCondition => {
  const target = targetOf(ref);
  if (!target?.path) throw notToLookAt(target);
  const or = [...(ifSkipped ? (['skipped'] as const) : []), ...(ifFailed ? (['failed'] as const) : [])];
  return { ref, schema: at(target.path, leaf), or };
};

/**
 * Holds when the value is there, and is this one.
 * @example step('approve', approve, request, { when: is(risk.level, 'high') })
 */
export const is = <T extends Scalar>(
  ref: AnyRef<T | undefined>,
  value: NoInfer<T>,
  options?: ConditionOptions,
): StepCondition => condition(ref, { const: value }, options);

/** Holds when the value is there, and is one of these. */
export const isOneOf = <T extends Scalar>(
  ref: AnyRef<T | undefined>,
  values: readonly NoInfer<T>[],
  options?: ConditionOptions,
): StepCondition => condition(ref, { enum: values }, options);

/** Holds when the number is there, and is this large or larger. */
export const isAtLeast = (
  ref: AnyRef<number | undefined>,
  limit: number,
  options?: ConditionOptions,
): StepCondition => condition(ref, { type: 'number', minimum: limit }, options);

/** Holds when the number is there, and is this large or smaller. */
export const isAtMost = (
  ref: AnyRef<number | undefined>,
  limit: number,
  options?: ConditionOptions,
): StepCondition => condition(ref, { type: 'number', maximum: limit }, options);

/** Holds when the value is there, whatever it is. */
export const isThere = (ref: AnyRef, options?: ConditionOptions): StepCondition =>
  condition(ref, {}, options);

/**
 * Holds when one of these holds; of a list, when all of it does. The steps that they are on need not have completed:
 * what was skipped or failed makes its condition false, and another may hold.
 * @example
 * step('release', release, order, {
 *   when: anyOf(is(answer.decision, 'approved'), [is(ruling.by, 'rule'), is(ruling.decision, 'release')]),
 * })
 */
export const anyOf = (...entries: readonly (StepCondition | readonly StepCondition[])[]): AnyCondition => {
  if (entries.length === 0) throw new Error('anyOf of nothing never holds: name a condition');
  return { anyOf: entries.map((entry) => ('ref' in entry ? [entry] : entry)) };
};
