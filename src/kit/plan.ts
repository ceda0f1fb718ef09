import { meaningOf } from '../contracts/event-types';
import { schemas, type Schemas } from '../contracts/generated/schemas';
import { STEP_NAME } from '../contracts/ids';
import type { Priority } from '../contracts/event';
import type { Conditions, LaneRule, Plan, Step } from '../contracts/plan';
import type { PlannedIntent } from '../mesh/catalog';
import { restrictedFaults } from '../mesh/planner/check-restricted';
import { graphOf } from '../mesh/planner/graph';
import type { Skill } from '../mesh/worker/skill';
import { notToLookAt, type AnyCondition, type StepCondition } from './condition';
import { record } from './record';
import { refTo, targetOf, type AnyRef, type Fits, type Ref, type Target } from './reference';
import type { SchemaKey, TypedSkill } from './skill';

/** What a plan may know of the step that failed. */
export interface StepFailure {
  code: string;
  message: string;
}

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

const INTENT = '/intent/data';
const outputOf = (step: string): string => `/steps/${step}/output`;

type Draft = { -readonly [K in keyof Step]: Step[K] };

const listed = <T>(value: T | readonly T[] | undefined): readonly T[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as readonly T[]) : [value as T];

const stepsOf = (targets: readonly Target[]): string[] =>
  targets.flatMap(({ step }) => (step === undefined ? [] : [step]));

/** Runs `work`, and says of what it throws where in which plan that was. */
const within = <T>(place: string, work: () => T): T => {
  try {
    return work();
  } catch (error) {
    const { message } = error as Error;
    throw new Error(/^(step|skill|lane) '/.test(message) ? `${place}, ${message}` : `${place}: ${message}`, {
      cause: error,
    });
  }
};

/** Conditions by step; several on the same step must all hold. */
const conditionsOf = (conditions: readonly (StepCondition & { step: string })[]): Conditions => {
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

/** Records the steps of one plan. */
const recorder = () => {
  const owner = {};
  const steps = new Map<string, Draft>();
  const skills = new Map<string, Skill>();
  const lanes: LaneRule[] = [];

  const belongs = (targets: readonly Target[], item?: object) => {
    const stranger = targets.find((target) => target.owner !== owner && target.owner !== item);
    if (stranger)
      throw new Error(
        `${stranger.pointer} belongs to another plan, or to the items of another step: refer to this plan’s own`,
      );
  };
  const stepNamed = (ref: AnyRef): string => {
    const target = targetOf(ref);
    if (!target?.step)
      throw new Error('only what `step` gave can be waited for, or stand in `onFailure`: name such a step');
    belongs([target]);
    return target.step;
  };
  const stepLookedAt = ({ ref }: StepCondition): string => {
    const target = targetOf(ref);
    if (!target?.step) throw notToLookAt(target);
    return stepNamed(ref);
  };
  const learn = (skill: Skill) => {
    const known = skills.get(skill.name) ?? skill;
    if (known !== skill)
      throw new Error(`two different skills are named '${skill.name}': give one a new name or version`);
    skills.set(skill.name, skill);
  };
  const refuseName = (name: string) => {
    if (!STEP_NAME.test(name))
      throw new Error(
        'this is no name for a step: use up to 50 lower-case letters, digits and hyphens, a letter first',
      );
    if (steps.has(name)) throw new Error('there is a step of this name already: give this one another');
  };

  interface Added {
    name: string;
    skill: Skill;
    input: unknown;
    /** Whose items the input may refer to. */
    item?: object;
    list?: AnyRef;
    options: EachOptions;
  }

  const draftOf = ({ skill, input, item, list, options }: Added): Draft => {
    const { text, targets } = record(input);
    const each = list && targetOf(list);
    if (list && !each)
      throw new Error(
        '`step.each` takes a reference to a list: name one of the intent’s, or of what a step gave',
      );
    belongs([...targets, ...(each ? [each] : [])], item);
    const looked = (condition: StepCondition) => ({ ...condition, step: stepLookedAt(condition) });
    const given = listed(options.when);
    const conditions = given.flatMap((one) => ('ref' in one ? [looked(one)] : []));
    const lists = given.flatMap((one) => ('ref' in one ? [] : [one.anyOf.map((entry) => entry.map(looked))]));
    const needs = [
      ...stepsOf([...targets, ...(each ? [each] : [])]),
      ...[...conditions, ...lists.flat(2)].map(({ step }) => step),
      ...listed(options.after).map(stepNamed),
      ...listed(options.onFailureOf).map(stepNamed),
    ];
    return {
      skill: skill.name,
      needs: [...new Set(needs)],
      input: text,
      ...(conditions.length > 0 && { when: conditionsOf(conditions) }),
      ...(lists.length > 0 && { whenAny: lists.map((entries) => entries.map(conditionsOf)) }),
      ...(options.join === 'any' && { join: 'any' as const }),
      ...(options.onFailure && { onFailure: listed(options.onFailure).map(stepNamed) }),
      ...(each && { forEach: each.pointer }),
      ...(each && options.onItemFailure && { onItemFailure: options.onItemFailure }),
    };
  };
  const guard = (name: string, failing: string) => {
    const step = steps.get(failing)!;
    step.onFailure = [...new Set([...(step.onFailure ?? []), name])];
  };
  const add = (added: Added): Ref<never> =>
    within(`step '${added.name}'`, () => {
      refuseName(added.name);
      learn(added.skill);
      steps.set(added.name, draftOf(added));
      for (const failing of listed(added.options.onFailureOf)) guard(added.name, stepNamed(failing));
      return refTo<never>({ owner, step: added.name, pointer: outputOf(added.name), path: [] });
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

  return {
    intent: refTo<never>({ owner, pointer: INTENT, path: [] }),
    step: Object.assign(one, { each }),
    lane: (lane: Priority, { ref, schema, or }: StepCondition): void =>
      within(`lane '${lane}'`, () => {
        const target = targetOf(ref)!;
        belongs([target]);
        if (or.length > 0)
          throw new Error(
            'what was skipped, or failed, gave nothing to choose a lane by: leave that option out',
          );
        lanes.push({ lane, on: target.step === undefined ? INTENT : outputOf(target.step), schema });
      }),
    output: (value: unknown): unknown => {
      const { text, targets } = record(value);
      belongs(targets);
      return text;
    },
    lanes: (): Pick<Plan, 'lanes'> => (lanes.length > 0 ? { lanes } : {}),
    steps: (): Readonly<Record<string, Step>> => Object.fromEntries(steps),
    skills: (): readonly Skill[] => [...skills.values()],
  };
};

const refuseCycles = (recorded: Plan): void => {
  try {
    graphOf(recorded);
  } catch (error) {
    throw new Error(`${(error as Error).message}: take one of these needs away`, { cause: error });
  }
};

const BOOK = { schema: (key: string): object | undefined => (schemas as Record<string, object>)[key] };

/** Restricted data is seen by skills alone, and not by a plan. */
const refuseLooks = (recorded: Plan, intent: string, skills: readonly Skill[]): void => {
  const known = new Map(skills.map((skill) => [skill.name, skill]));
  const [fault] = restrictedFaults(recorded, { book: BOOK, intent, skill: (name) => known.get(name) });
  if (fault) throw new Error(`${fault.pointer}: ${fault.message}`);
};

/**
 * Records how an intent is fulfilled. The function runs once, here; what it leaves is data, kept with each run.
 * @param intent event type of the intent, `business.<domain>.intent`
 * @param schema key of the schema of its data
 * @param output key of the schema of what the run answers
 */
export const plan = <I extends SchemaKey, O extends SchemaKey, const A>(
  intent: `business.${string}.intent`,
  schema: I,
  output: O,
  build: (builder: PlanBuilder<I>) => A & Fits<A, Schemas[O]>,
): PlannedIntent =>
  within(`plan for '${intent}'`, () => {
    if (meaningOf(intent).kind !== 'intent')
      throw new Error(
        'this is no type of an intent: name it business.<domain>.intent, the domain in lower-case letters, digits and hyphens',
      );
    const recording = recorder();
    const { intent: data, step, lane } = recording;
    const answer = recording.output(build({ intent: data, step, lane }));
    const recorded: Plan = { steps: recording.steps(), output: answer, ...recording.lanes() };
    if (Object.keys(recorded.steps).length === 0) throw new Error('it has no steps: add one with step(…)');
    refuseCycles(recorded);
    refuseLooks(recorded, schema, recording.skills());
    return { intent, schema, output, plan: recorded, skills: recording.skills() };
  });
