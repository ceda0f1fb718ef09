import type { Priority } from '../contracts/event';
import type { Schemas } from '../contracts/generated/schemas';
import { STEP_NAME } from '../contracts/ids';
import type { LaneRule, Plan, Step } from '../contracts/plan';
import type { Skill } from '../mesh/worker/skill';
import type { StepCondition } from './condition';
import { listed } from './listed';
import { ownReferences } from './own-references';
import type { StepBuilder, StepOptions } from './plan-builder';
import { record } from './record';
import { recordStep, type Draft, type GivenStep } from './record-step';
import { refTo, targetOf, type Ref } from './reference';
import type { SchemaKey, TypedSkill } from './skill';
import { within } from './within';

const INTENT = '/intent/data';
const outputOf = (step: string): string => `/steps/${step}/output`;

const refuseName = (name: string, isTaken: boolean): void => {
  if (!STEP_NAME.test(name))
    throw new Error(
      'this is no name for a step: use up to 50 lower-case letters, digits and hyphens, a letter first',
    );
  if (isTaken) throw new Error('there is a step of this name already: give this one another');
};

/** Records one plan: what its author is given to build it with, and what it has become. */
export const recorder = () => {
  const own = ownReferences();
  const steps = new Map<string, Draft>();
  const skills = new Map<string, Skill>();
  const lanes: LaneRule[] = [];

  const learn = (skill: Skill): void => {
    const known = skills.get(skill.name) ?? skill;
    if (known !== skill)
      throw new Error(`two different skills are named '${skill.name}': give one a new name or version`);
    skills.set(skill.name, skill);
  };
  const guard = (name: string, failing: string): void => {
    const step = steps.get(failing)!;
    step.onFailure = [...new Set([...(step.onFailure ?? []), name])];
  };
  const add = (given: GivenStep): Ref<never> =>
    within(`step '${given.name}'`, () => {
      const { name, skill, options } = given;
      refuseName(name, steps.has(name));
      learn(skill);
      steps.set(name, recordStep(own, given));
      for (const failing of listed(options.onFailureOf)) guard(name, own.stepNamed(failing));
      return refTo<never>({ owner: own.owner, step: name, pointer: outputOf(name), path: [] });
    });

  const one = <I extends SchemaKey, O extends SchemaKey>(
    name: string,
    skill: TypedSkill<I, O>,
    input: unknown,
    options: StepOptions = {},
  ): Ref<Schemas[O]> => add({ name, skill, input, options });
  const each: StepBuilder['each'] = (name, skill, list, input, options = {}) => {
    const item = {};
    const refs = [
      refTo<never>({ owner: item, pointer: '/item' }),
      refTo<number>({ owner: item, pointer: '/index' }),
    ] as const;
    const text = within(`step '${name}'`, () => input(...refs));
    return add({ name, skill, input: text, item, list, options });
  };
  const lane = (chosen: Priority, { ref, schema, or }: StepCondition): void =>
    within(`lane '${chosen}'`, () => {
      const target = targetOf(ref)!;
      own.belongs([target]);
      if (or.length > 0)
        throw new Error(
          'what was skipped, or failed, gave nothing to choose a lane by: leave that option out',
        );
      const on = target.step === undefined ? INTENT : outputOf(target.step);
      lanes.push({ lane: chosen, on, schema });
    });

  return {
    intent: refTo<never>({ owner: own.owner, pointer: INTENT, path: [] }),
    step: Object.assign(one, { each }),
    lane,
    output: (value: unknown): unknown => {
      const { text, targets } = record(value);
      own.belongs(targets);
      return text;
    },
    lanes: (): Pick<Plan, 'lanes'> => (lanes.length > 0 ? { lanes } : {}),
    steps: (): Readonly<Record<string, Step>> => Object.fromEntries(steps),
    skills: (): readonly Skill[] => [...skills.values()],
  };
};
