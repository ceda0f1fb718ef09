import { STEP_NAME } from '../../contracts/ids';
import type { Plan, Step } from '../../contracts/plan';
import type { Fault } from '../../contracts/problem';
import type { SchemaBook } from '../../contracts/schema-book';
import { laneFaults, whenFaults } from './check-conditions';
import { inputFaults, listFaults, outputFaults } from './check-references';
import { graphOf } from './graph';
import { listing, placeOf } from './plan-place';

export interface PlanSurroundings {
  /** Names of the skills that the plan may use. */
  skills: ReadonlySet<string>;
  book: Pick<SchemaBook, 'holds'>;
}

/** What is wrong with a plan, whoever made it: where, and what to do. Empty when it can be kept. */
export const planFaults = (plan: Plan, around: PlanSurroundings): readonly Fault[] => {
  const names = Object.keys(plan.steps);
  if (names.length === 0)
    return [{ pointer: '/steps', message: 'is empty: add a step, for a plan has at least one' }];
  const faults = [
    ...names.flatMap((name) => stepFaults(plan, name, around)),
    ...outputFaults(plan),
    ...laneFaults(plan, around),
  ];
  return faults.length > 0 ? faults : cycleFaults(plan);
};

const SKILL_NAME = /^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*@[1-9]\d*$/;

const stepFaults = (plan: Plan, name: string, around: PlanSurroundings): readonly Fault[] => {
  const step = plan.steps[name]!;
  return [
    ...nameFaults(name),
    ...skillFaults(name, step, around),
    ...namedFaults(plan, name, 'needs', step.needs),
    ...namedFaults(plan, name, 'onFailure', step.onFailure ?? []),
    ...whenFaults(plan, name, around),
    ...listFaults(plan, name),
    ...inputFaults(plan, name),
  ];
};

const nameFaults = (name: string): readonly Fault[] =>
  STEP_NAME.test(name)
    ? []
    : [
        {
          pointer: placeOf(name),
          message: `'${name}' is no name for a step: use up to 50 lower-case letters, digits and hyphens, a letter first`,
        },
      ];

const skillFaults = (name: string, { skill }: Step, { skills }: PlanSurroundings): readonly Fault[] => {
  const pointer = placeOf(name, 'skill');
  if (!SKILL_NAME.test(skill))
    return [{ pointer, message: `'${skill}' is not the name of a skill: write <domain>.<name>@<version>` }];
  if (skills.has(skill)) return [];
  return [{ pointer, message: `'${skill}' is unknown: the plan may use ${listing(skills)}` }];
};

const namedFaults = (
  plan: Plan,
  name: string,
  member: 'needs' | 'onFailure',
  named: readonly string[],
): readonly Fault[] =>
  named.flatMap((other, index) => {
    const pointer = placeOf(name, member, index);
    if (other === name) return [{ pointer, message: 'names the step itself: leave it out' }];
    if (named.indexOf(other) !== index)
      return [{ pointer, message: `names '${other}' once more: once is enough` }];
    if (Object.hasOwn(plan.steps, other)) return [];
    return [
      {
        pointer,
        message: `'${other}' is no step of this plan: add it, or name one of ${listing(Object.keys(plan.steps))}`,
      },
    ];
  });

const cycleFaults = (plan: Plan): readonly Fault[] => {
  try {
    graphOf(plan);
    return [];
  } catch (error) {
    return [{ pointer: '/steps', message: `${(error as Error).message}: take one of these needs away` }];
  }
};
