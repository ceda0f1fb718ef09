import type { Conditions, Step } from '../contracts/plan';
import type { StepCondition } from './condition';
import { listed } from './listed';
import type { Own } from './own-references';
import type { StepOptions } from './plan-builder';

type Looked = StepCondition & { step: string };

/** What a step is taken for, as a plan's text, and the steps that it looks at. */
export const recordConditions = (
  { stepLookedAt }: Own,
  { when }: StepOptions,
): Pick<Step, 'when' | 'whenAny'> & { steps: readonly string[] } => {
  const looked = (condition: StepCondition): Looked => ({ ...condition, step: stepLookedAt(condition) });
  const given = listed(when);
  const all = given.flatMap((one) => ('ref' in one ? [looked(one)] : []));
  const lists = given.flatMap((one) => ('ref' in one ? [] : [one.anyOf.map((entry) => entry.map(looked))]));
  return {
    steps: [...all, ...lists.flat(2)].map(({ step }) => step),
    ...(all.length > 0 && { when: conditionsOf(all) }),
    ...(lists.length > 0 && { whenAny: lists.map((entries) => entries.map(conditionsOf)) }),
  };
};

/** Conditions by step; several on the same step must all hold. */
const conditionsOf = (conditions: readonly Looked[]): Conditions => {
  const byStep = Map.groupBy(conditions, ({ step }) => step);
  return Object.fromEntries(
    [...byStep].map(([step, [first, ...more]]) => {
      const schema =
        more.length > 0 ? { allOf: [first!, ...more].map((each) => each.schema) } : first!.schema;
      const or = first!.or.filter((passed) => more.every((each) => each.or.includes(passed)));
      return [step, { schema, ...(or.length > 0 && { or }) }];
    }),
  );
};
