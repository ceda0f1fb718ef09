import type { Priority } from '../contracts/event';
import type { Schemas } from '../contracts/generated/schemas';
import type { AnyCondition, StepCondition } from './condition';
import type { AnyRef, Fits, Ref } from './reference';
import type { SchemaKey, TypedSkill } from './skill';

export interface StepOptions {
  /** The step is taken only if this holds, or all of these. */
  when?: StepCondition | AnyCondition | readonly (StepCondition | AnyCondition)[];
  /** Steps that must have settled before, though nothing of theirs is used. */
  after?: AnyRef | readonly AnyRef[];
  /** `any`: one of the steps before that completed is enough. `all` if absent. */
  join?: 'all' | 'any';
  /** Steps to take when this one failed or expired. */
  onFailure?: AnyRef | readonly AnyRef[];
  /** The other way round: this step is taken when one of those failed or expired, and may use `failureOf` them. */
  onFailureOf?: AnyRef | readonly AnyRef[];
}

export interface EachOptions extends StepOptions {
  /** `skip`: items that failed are left out of the result. `fail` if absent. */
  onItemFailure?: 'fail' | 'skip';
}

export interface StepBuilder {
  /** Adds a step. What its input refers to comes first. */
  <I extends SchemaKey, O extends SchemaKey, const A>(
    name: string,
    skill: TypedSkill<I, O>,
    input: A & Fits<A, Schemas[I]>,
    options?: StepOptions,
  ): Ref<Schemas[O]>;
  /** Adds a step that is taken once for each item of a list; refers to the outputs in the order of the items. */
  each<E, I extends SchemaKey, O extends SchemaKey, const A>(
    name: string,
    skill: TypedSkill<I, O>,
    list: AnyRef<readonly E[] | undefined>,
    input: (item: Ref<E>, index: Ref<number>) => A & Fits<A, Schemas[I]>,
    options?: EachOptions,
  ): Ref<Schemas[O][]>;
}

export interface PlanBuilder<I extends SchemaKey> {
  /** The data of the intent. */
  readonly intent: Ref<Schemas[I]>;
  readonly step: StepBuilder;
  /**
   * Has tasks go in another lane than the intent did, where this holds: those of all steps that come after the step
   * that it is on; of all steps, where it is on the intent. The first that holds counts.
   * @example lane('high', is(found.valuable, true))
   */
  readonly lane: (lane: Priority, when: StepCondition) => void;
}
