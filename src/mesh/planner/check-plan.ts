import { STEP_NAME } from '../../contracts/ids';
import { passedIn } from '../../contracts/plan';
import type { Conditions, Plan, Step } from '../../contracts/plan';
import type { Fault } from '../../contracts/problem';
import type { SchemaBook } from '../../contracts/schema-book';
import { graphOf } from './graph';
import { parsePointer } from './pointer';
import { referencesIn } from './references';
import { INTENT_ATTRIBUTES } from './scope';

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

/** A name as a reference token. */
const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

const placeOf = (name: string, ...rest: readonly (string | number)[]): string =>
  ['/steps', escaped(name), ...rest].join('/');

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

const whenFaults = (plan: Plan, name: string, around: PlanSurroundings): readonly Fault[] => {
  const { when = {}, whenAny = [] } = plan.steps[name]!;
  const faultsIn = (conditions: Conditions, place: string) =>
    conditionFaults(plan, name, conditions, { place, around });
  return [
    ...faultsIn(when, placeOf(name, 'when')),
    ...whenAny.flatMap((entries, list) => {
      const place = placeOf(name, 'whenAny', list);
      if (entries.length === 0)
        return [{ pointer: place, message: 'is empty, and so never holds: name a condition' }];
      return entries.flatMap((conditions, index) => faultsIn(conditions, `${place}/${index}`));
    }),
  ];
};

const conditionFaults = (
  plan: Plan,
  name: string,
  conditions: Conditions,
  { place, around }: { place: string; around: PlanSurroundings },
): readonly Fault[] => {
  const { needs } = plan.steps[name]!;
  return Object.entries(conditions).flatMap(([need, { schema }]) => {
    const pointer = `${place}/${escaped(need)}`;
    if (!needs.includes(need))
      return [{ pointer, message: `is a condition on a step that '${name}' does not need: add it to needs` }];
    if (isGuard(plan, need, name))
      return [
        {
          pointer,
          message: `'${need}' has no output to look at when '${name}' is taken, for it has failed: leave the condition out`,
        },
      ];
    const message = schemaFault(schema, around);
    return message === undefined ? [] : [{ pointer: `${pointer}/schema`, message }];
  });
};

const isGuard = (plan: Plan, guard: string, name: string): boolean =>
  plan.steps[guard]?.onFailure?.includes(name) === true;

const schemaFault = (schema: object, { book }: PlanSurroundings): string | undefined => {
  try {
    book.holds(schema, null);
    return undefined;
  } catch (error) {
    return `is not a JSON Schema: mend it (${error instanceof Error ? error.message : String(error)})`;
  }
};

const listFaults = (plan: Plan, name: string): readonly Fault[] => {
  const { forEach, onItemFailure } = plan.steps[name]!;
  if (forEach !== undefined) return referenceFaults(plan, name, placeOf(name, 'forEach'), forEach, 'list');
  if (onItemFailure === undefined) return [];
  return [
    {
      pointer: placeOf(name, 'onItemFailure'),
      message: 'is only for steps with forEach: add forEach, or leave this out',
    },
  ];
};

const inputFaults = (plan: Plan, name: string): readonly Fault[] => {
  const pointer = placeOf(name, 'input');
  const { input } = plan.steps[name]!;
  return [
    ...mixedFaults(input, pointer),
    ...referencesIn(input).flatMap((reference) => referenceFaults(plan, name, pointer, reference, 'input')),
  ];
};

const outputFaults = (plan: Plan): readonly Fault[] => [
  ...mixedFaults(plan.output, '/output'),
  ...referencesIn(plan.output).flatMap((reference) =>
    referenceFaults(plan, undefined, '/output', reference, 'output'),
  ),
];

const laneFaults = (plan: Plan, around: PlanSurroundings): readonly Fault[] =>
  (plan.lanes ?? []).flatMap(({ on, schema }, index) => {
    const pointer = `/lanes/${index}`;
    const message = schemaFault(schema, around);
    return [
      ...referenceFaults(plan, undefined, `${pointer}/on`, on, 'lane'),
      ...(message === undefined ? [] : [{ pointer: `${pointer}/schema`, message }]),
    ];
  });

/** A member beside `$from` would be lost, or the author meant no reference: either way, a mistake. */
const mixedFaults = (text: unknown, pointer: string): readonly Fault[] => {
  if (typeof text !== 'object' || text === null) return [];
  const own =
    Object.hasOwn(text, '$from') &&
    (Object.keys(text).length > 1 || typeof (text as { $from: unknown }).$from !== 'string');
  if (own)
    return [
      {
        pointer,
        message: '`$from` stands alone in its object, with a JSON Pointer as text: move what is beside it',
      },
    ];
  return Object.values(text).flatMap((part) => mixedFaults(part, pointer));
};

const ROOTS = 'write /intent/data/…, /steps/<step>/output/… or, under forEach, /item/… or /index';

/** Where a reference stands. */
type Part = 'input' | 'list' | 'output' | 'lane';

/** `step` is undefined for the plan's output and its lanes, which may refer to every step. */
const referenceFaults = (
  plan: Plan,
  step: string | undefined,
  pointer: string,
  reference: string,
  part: Part,
): readonly Fault[] => {
  const message = referenceFault(plan, step, reference, part);
  return message === undefined ? [] : [{ pointer, message: `'${reference}' ${message}` }];
};

const referenceFault = (
  plan: Plan,
  step: string | undefined,
  reference: string,
  part: Part,
): string | undefined => {
  const [root, name, member] = parsePointer(reference) ?? [];
  switch (root) {
    case 'intent':
      return name === 'data' || INTENT_ATTRIBUTES.some((known) => known === name)
        ? undefined
        : `leads nowhere: of the intent, use data, ${INTENT_ATTRIBUTES.join(', ')}`;
    case 'steps':
      return stepReferenceFault(plan, step, { name: name ?? '', member });
    case 'item':
    case 'index':
      return part === 'input' && step !== undefined && plan.steps[step]?.forEach !== undefined
        ? undefined
        : 'is only there in the input of a step with forEach: add forEach, or refer to something else';
    default:
      return `leads nowhere: ${ROOTS}`;
  }
};

const stepReferenceFault = (
  plan: Plan,
  step: string | undefined,
  { name, member }: { name: string; member: string | undefined },
): string | undefined => {
  if (!Object.hasOwn(plan.steps, name))
    return `leads nowhere: there is no step '${name}'; add it, or name one of ${listing(Object.keys(plan.steps))}`;
  if (member === 'failures' && plan.steps[name]!.forEach === undefined)
    return `leads nowhere: '${name}' has no items, so write /steps/${name}/failure`;
  if (member !== 'output' && member !== 'failure' && member !== 'failures')
    return `leads nowhere: write /steps/${name}/output or /steps/${name}/failure`;
  if (step === undefined) return undefined;
  if (isGuard(plan, name, step))
    return member === 'output'
      ? `is never there: '${step}' is taken when '${name}' has failed; refer to /steps/${name}/failure`
      : undefined;
  if (!plan.steps[step]?.needs.includes(name))
    return `refers to a step that '${step}' does not need: add '${name}' to its needs`;
  return member === 'failure' && !mayFail(plan.steps[step], name)
    ? `is never there: '${step}' is taken when '${name}' has completed; add '${step}' to its onFailure, or let a condition hold where it failed`
    : undefined;
};

/** Whether a step may be taken though this need of it has failed. */
const mayFail = ({ join, when = {}, whenAny = [] }: Step, need: string): boolean => {
  const condition = when[need];
  if (condition) return passedIn(condition).includes('failed');
  return join === 'any' || whenAny.flat().some((conditions) => Object.hasOwn(conditions, need));
};

const cycleFaults = (plan: Plan): readonly Fault[] => {
  try {
    graphOf(plan);
    return [];
  } catch (error) {
    return [{ pointer: '/steps', message: `${(error as Error).message}: take one of these needs away` }];
  }
};

const listing = (names: Iterable<string>): string =>
  [...names].map((name) => `'${name}'`).join(', ') || 'none';
