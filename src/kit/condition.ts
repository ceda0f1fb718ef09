import { targetOf, type AnyRef, type Target } from './reference';

type Scalar = string | number | boolean;

/** Something that must hold of what a step gave. Made by `is` and its like. */
export interface StepCondition {
  readonly ref: AnyRef;
  /** JSON Schema on the step's output. */
  readonly schema: object;
  readonly ifSkipped?: true;
}

export interface ConditionOptions {
  /** Holds too when the step was skipped. */
  ifSkipped?: true;
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

const condition = (ref: AnyRef, leaf: object, { ifSkipped }: ConditionOptions = {}): StepCondition => {
  const target = targetOf(ref);
  if (!target?.path) throw notToLookAt(target);
  return { ref, schema: at(target.path, leaf), ...(ifSkipped && { ifSkipped }) };
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
