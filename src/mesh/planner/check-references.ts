import { passedIn } from '../../contracts/plan';
import type { Plan, Step } from '../../contracts/plan';
import type { Fault } from '../../contracts/problem';
import { isGuard, listing, placeOf } from './plan-place';
import { parsePointer } from './pointer';
import { referencesIn } from './references';
import { INTENT_ATTRIBUTES } from './scope';

export const listFaults = (plan: Plan, name: string): readonly Fault[] => {
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

export const inputFaults = (plan: Plan, name: string): readonly Fault[] => {
  const pointer = placeOf(name, 'input');
  const { input } = plan.steps[name]!;
  return [
    ...mixedFaults(input, pointer),
    ...referencesIn(input).flatMap((reference) => referenceFaults(plan, name, pointer, reference, 'input')),
  ];
};

export const outputFaults = (plan: Plan): readonly Fault[] => [
  ...mixedFaults(plan.output, '/output'),
  ...referencesIn(plan.output).flatMap((reference) =>
    referenceFaults(plan, undefined, '/output', reference, 'output'),
  ),
];

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
export const referenceFaults = (
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
