import type { Condition, Conditions, Plan, Step } from '../../contracts/plan';
import type { Fault } from '../../contracts/problem';
import {
  CLASSES,
  CLASSIFICATION,
  EXPOSED,
  handlingOf,
  labelsIn,
  misplacedExposures,
  type Handling,
} from '../../contracts/restricted';
import type { SchemaBook } from '../../contracts/schema-book';
import type { Skill } from '../worker/skill';
import { parsePointer } from './pointer';
import { referencesIn } from './references';

export interface RestrictedSurroundings {
  book: Pick<SchemaBook, 'schema'>;
  /** Schema key of the intent's data; what refers to that is not looked at without it. */
  intent?: string | undefined;
  skill: (name: string) => Pick<Skill, 'by' | 'input' | 'output'> | undefined;
}

/** What a reference leads to: a value of this schema, or a list of such values. */
interface Source {
  key: string;
  path: readonly string[];
  isList: boolean;
}

/** Where in a plan something stands. */
interface Place {
  plan: Plan;
  /** undefined for the plan's output and its lanes. */
  step?: string;
  around: RestrictedSurroundings;
}

/**
 * What a plan may not do with restricted data, which the planner cannot read: look at what is not exposed, answer it, or hand
 * it to a skill that does not say that it takes such data. Where, and what to do.
 */
export const restrictedFaults = (plan: Plan, around: RestrictedSurroundings): readonly Fault[] => [
  ...Object.entries(plan.steps).flatMap(([name, step]) => stepFaults(plan, name, step, around)),
  ...hiddenIn(plan.output, { plan, around }).map(({ reference, handling, source }) => ({
    pointer: '/output',
    message: `'${reference}' is restricted (${source.key}), and whoever sees the run sees its output: ${exposedHint(handling)}`,
  })),
  ...(plan.lanes ?? []).flatMap(({ on, schema }, index) =>
    conditionFaults(on, schema, `/lanes/${index}/schema`, { plan, around }),
  ),
];

const at = (step: string, ...rest: readonly string[]): string => ['/steps', step, ...rest].join('/');

const stepFaults = (
  plan: Plan,
  name: string,
  step: Step,
  around: RestrictedSurroundings,
): readonly Fault[] => [
  ...conditionsIn(name, step).flatMap(([need, { schema }, pointer]) =>
    conditionFaults(`/steps/${need}/output`, schema, `${pointer}/schema`, { plan, around }),
  ),
  ...listFaults(name, step, { plan, around }),
  ...inputFaults(name, step, { plan, step: name, around }),
];

/** Every condition of a step: on which need, and where it stands. */
const conditionsIn = (
  name: string,
  { when = {}, whenAny = [] }: Step,
): readonly (readonly [string, Condition, string])[] => {
  const all = (conditions: Conditions, place: string) =>
    Object.entries(conditions).map(([need, one]) => [need, one, `${place}/${need}`] as const);
  return [
    ...all(when, at(name, 'when')),
    ...whenAny.flatMap((entries, list) =>
      entries.flatMap((conditions, index) => all(conditions, at(name, 'whenAny', `${list}/${index}`))),
    ),
  ];
};

const listFaults = (name: string, { forEach }: Step, place: Place): readonly Fault[] => {
  const hidden = hiddenIn(forEach === undefined ? undefined : { $from: forEach }, place);
  return hidden
    .filter(({ source: { isList, path } }) => !isList || path.length > 0)
    .map(({ reference, handling }) => ({
      pointer: at(name, 'forEach'),
      message: `'${reference}' is restricted, and nobody can count it: ${exposedHint(handling)}, or let one skill work through it`,
    }));
};

const inputFaults = (name: string, { skill: skillName, input }: Step, place: Place): readonly Fault[] => {
  const skill = place.around.skill(skillName);
  const hidden = hiddenIn(input, place);
  if (!skill || hidden.length === 0) return [];
  const { reference, handling } = hidden[0]!;
  const pointer = at(name, 'input');
  if (skill.by !== 'worker')
    return [
      {
        pointer,
        message: `'${reference}' is restricted, and '${skillName}' is performed by: ${skill.by}, who sees only what is exposed: ${exposedHint(handling)}`,
      },
    ];
  if (handlingOf(place.around.book, skill.input).restricted) return [];
  return [
    {
      pointer,
      message: `'${reference}' is restricted, and '${skill.input}' does not say that '${skillName}' takes such data: mark that schema with ${CLASSIFICATION}, or ${exposedHint(handling)}`,
    },
  ];
};

const exposedHint = ({ exposed }: Handling): string =>
  exposed.size > 0
    ? `refer to what is exposed (${[...exposed].join(', ')}), or mark more of it with ${EXPOSED}`
    : `mark what may be seen of it with ${EXPOSED}`;

interface Hidden {
  reference: string;
  source: Source;
  handling: Handling;
}

/** References to what nobody but a skill may see. */
const hiddenIn = (text: unknown, place: Place): readonly Hidden[] =>
  referencesIn(text).flatMap((reference) => {
    const source = sourceOf(parsePointer(reference) ?? [], place);
    if (!source) return [];
    const handling = handlingOf(place.around.book, source.key);
    const [first] = source.path;
    return handling.restricted && (first === undefined || !handling.exposed.has(first))
      ? [{ reference, source, handling }]
      : [];
  });

const sourceOf = ([root, name, ...path]: readonly string[], place: Place): Source | undefined => {
  const { plan, around } = place;
  switch (root) {
    case 'intent':
      return name === 'data' && around.intent !== undefined
        ? { key: around.intent, path, isList: false }
        : undefined;
    case 'steps':
      return path[0] === 'output' ? ofStep(plan.steps[name ?? ''], path.slice(1), around) : undefined;
    case 'item':
      return ofItem(name === undefined ? [] : [name, ...path], place);
    default:
      return undefined;
  }
};

const ofStep = (
  step: Step | undefined,
  path: readonly string[],
  { skill }: RestrictedSurroundings,
): Source | undefined => {
  const key = step && skill(step.skill)?.output;
  if (key === undefined) return undefined;
  return step?.forEach === undefined
    ? { key, path, isList: false }
    : { key, path: path.slice(1), isList: path.length === 0 };
};

/** An item is restricted where the list is of what steps gave; in any other list it is exposed, or is no item. */
const ofItem = (path: readonly string[], { plan, step, around }: Place): Source | undefined => {
  const list = step === undefined ? undefined : plan.steps[step]?.forEach;
  const source = list === undefined ? undefined : sourceOf(parsePointer(list) ?? [], { plan, around });
  return source?.isList ? { key: source.key, path, isList: false } : undefined;
};

const conditionFaults = (on: string, schema: object, pointer: string, place: Place): readonly Fault[] => {
  const source = sourceOf(parsePointer(on) ?? [], place);
  const handling = source && handlingOf(place.around.book, source.key);
  if (!source || !handling?.restricted) return [];
  const unseen = source.isList
    ? Object.keys(schema)
    : lookedAt(schema).filter((name) => !handling.exposed.has(name));
  if (unseen.length === 0) return [];
  return [
    {
      pointer,
      message: `looks at '${unseen[0]}' of '${on}', which is restricted (${source.key}): ${exposedHint(handling)}`,
    },
  ];
};

const COMBINING = ['allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else'];
/** What says nothing of values that are not there. */
const HARMLESS = new Set([
  ...COMBINING,
  'type',
  'title',
  'description',
  '$comment',
  'properties',
  'required',
]);

/** The members that a condition looks at; a keyword that looks at all of them, by its name. */
const lookedAt = (schema: unknown): readonly string[] => {
  if (typeof schema !== 'object' || schema === null) return [];
  if (Array.isArray(schema)) return schema.flatMap(lookedAt);
  const node = schema as Record<string, unknown>;
  return [
    ...Object.keys(node['properties'] ?? {}),
    ...((node['required'] ?? []) as readonly string[]),
    ...COMBINING.flatMap((word) => lookedAt(node[word])),
    ...Object.keys(node).filter((word) => !HARMLESS.has(word)),
  ];
};

/** What is wrong with what a schema says about where its data may go. */
export const handlingFaults = (book: Pick<SchemaBook, 'schema'>, key: string): readonly string[] => {
  const known: readonly unknown[] = CLASSES;
  const strange = labelsIn(book.schema(key), book).find((label) => !known.includes(label));
  return [
    ...(strange === undefined
      ? []
      : [
          `the schema '${key}' says ${CLASSIFICATION}: ${JSON.stringify(strange)}: write ${CLASSES.join(' or ')}`,
        ]),
    ...misplacedExposures(book, key).map(
      (what) =>
        `the schema '${key}' marks ${what} with ${EXPOSED}, which counts only for properties of the root that are not classified themselves: move the mark, or leave it out`,
    ),
  ];
};
