import type { Step } from '../contracts/plan';
import type { Skill } from '../mesh/worker/skill';
import { listed } from './listed';
import type { Own } from './own-references';
import type { EachOptions } from './plan-builder';
import { record } from './record';
import { recordConditions } from './record-conditions';
import { targetOf, type AnyRef, type Target } from './reference';

/** A step as its author gave it. */
export interface GivenStep {
  name: string;
  skill: Skill;
  input: unknown;
  /** Whose items the input may refer to. */
  item?: object;
  list?: AnyRef;
  options: EachOptions;
}

/** A step that later ones may still add to. */
export type Draft = { -readonly [K in keyof Step]: Step[K] };

const stepsIn = (targets: readonly Target[]): readonly string[] =>
  targets.flatMap(({ step }) => (step === undefined ? [] : [step]));

const listIn = (list: AnyRef | undefined): Target | undefined => {
  const target = list && targetOf(list);
  if (list && !target)
    throw new Error(
      '`step.each` takes a reference to a list: name one of the intent’s, or of what a step gave',
    );
  return target;
};

/** A step as a plan's text. What its parts refer to is what it needs. */
export const recordStep = (own: Own, { skill, input, item, list, options }: GivenStep): Draft => {
  const { text, targets } = record(input);
  const each = listIn(list);
  const refersTo = [...targets, ...(each ? [each] : [])];
  own.belongs(refersTo, item);
  const { steps, ...conditions } = recordConditions(own, options);
  const waitsFor = [...listed(options.after), ...listed(options.onFailureOf)].map(own.stepNamed);
  return {
    skill: skill.name,
    needs: [...new Set([...stepsIn(refersTo), ...steps, ...waitsFor])],
    input: text,
    ...conditions,
    ...(options.join === 'any' && { join: 'any' as const }),
    ...(options.onFailure && { onFailure: listed(options.onFailure).map(own.stepNamed) }),
    ...(each && { forEach: each.pointer }),
    ...(each && options.onItemFailure && { onItemFailure: options.onItemFailure }),
  };
};
