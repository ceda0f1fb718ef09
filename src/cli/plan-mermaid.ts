import type { PlanCheck } from '../../clients/typescript/src';
import { passedIn } from '../contracts/plan';
import type { Condition, Conditions, LaneRule, Plan, Step } from '../contracts/plan';

/** What a picture tells of skills, by name. */
export type ShownSkills = PlanCheck['skills'];
type ShownSkill = ShownSkills[string];

const ENTITIES: Readonly<Record<string, string>> = {
  '#': '#35;',
  '&': '#amp;',
  '"': '#quot;',
  '<': '#lt;',
  '>': '#gt;',
  // At the beginning it makes the text Markdown.
  '`': '#96;',
};

/** Text inside a label: what the language of the pictures would take for its own is written as an entity. */
const label = (text: string): string => text.replaceAll(/[#&"<>`]/g, (found) => ENTITIES[found]!);

/** Names of steps may be words of the language, such as `end`. */
const nodeOf = (step: string): string => `s_${step.replaceAll('-', '_')}`;

type Schema = Readonly<Record<string, unknown>>;

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** What a condition asks of one value. */
const leafText = (name: string, schema: Schema): string => {
  if ('const' in schema) return `${name} is ${shown(schema['const'])}`;
  if (Array.isArray(schema['enum'])) return `${name} is ${schema['enum'].map(shown).join(' or ')}`;
  if ('minimum' in schema) return `${name} ≥ ${shown(schema['minimum'])}`;
  if ('maximum' in schema) return `${name} ≤ ${shown(schema['maximum'])}`;
  return Object.keys(schema).length === 0 ? `${name} is there` : `${name} fits ${JSON.stringify(schema)}`;
};

/** A condition in words; one that was not made by the kit is shown as it is. */
const schemaText = (schema: Schema, path: readonly string[] = []): string => {
  const { allOf, properties } = schema;
  if (Array.isArray(allOf)) return allOf.map((each: Schema) => schemaText(each, path)).join(' and ');
  const members = Object.entries((properties ?? {}) as Readonly<Record<string, Schema>>);
  if (members.length > 0)
    return members.map(([name, inner]) => schemaText(inner, [...path, name])).join(' and ');
  return leafText(path.join('.') || 'it', schema);
};

const PASSED = { skipped: 'was skipped', failed: 'failed' } as const;

const conditionText = (condition: Condition): string =>
  [schemaText(condition.schema as Schema), ...passedIn(condition).map((passed) => PASSED[passed])].join(
    ', or ',
  );

/** What a list of conditions, of which one must hold, asks of this need. */
const anyText = (list: readonly Conditions[], need: string): readonly string[] =>
  list.flatMap((conditions, index) => {
    const condition = conditions[need];
    if (!condition) return [];
    const others = Object.keys(conditions).filter((name) => name !== need);
    const together = others.length > 0 ? `, together with ${others.join(' and ')}` : '';
    return [`${index === 0 ? 'either' : 'or'} ${conditionText(condition)}${together}`];
  });

/** What is asked of a need before the step is taken; undefined where it is to complete, and no more. */
const askedOf = (need: string, { when = {}, whenAny = [] }: Step): string | undefined => {
  const texts = [
    ...(when[need] ? [conditionText(when[need])] : []),
    ...whenAny.map((list) => anyText(list, need).join('; ')).filter(Boolean),
  ];
  return texts.length > 0 ? texts.join('; and ') : undefined;
};

const skillText = (skill: string, { by, effects }: ShownSkill): string => {
  const whose = { worker: '', person: ' · by a person', external: ' · by an outside system' }[by];
  return `${skill}${whose}${effects === 'external' ? ' · effect outside' : ''}`;
};

const lineText = (name: string, step: Step, skill: ShownSkill | undefined): string =>
  [
    name,
    skill ? skillText(step.skill, skill) : `${step.skill} · unknown`,
    ...(step.forEach === undefined ? [] : [`for each of ${step.forEach}`]),
    ...(step.onItemFailure === 'skip' ? ['items that fail are left out'] : []),
    ...(step.join === 'any' ? ['any of its needs is enough'] : []),
  ]
    .map(label)
    .join('<br/>');

/** A box; round where somebody is waited for, a stack where there are items. */
const boxOf = (name: string, step: Step, skill: ShownSkill | undefined): string => {
  const text = `"${lineText(name, step, skill)}"`;
  if (skill && skill.by !== 'worker') return `${nodeOf(name)}([${text}])`;
  return step.forEach === undefined ? `${nodeOf(name)}[${text}]` : `${nodeOf(name)}[[${text}]]`;
};

const arrow = (from: string, to: string, text?: string): string =>
  `${nodeOf(from)} -->${text === undefined ? '' : `|"${label(text)}"|`} ${nodeOf(to)}`;

/** Arrows to a step: from what it needs, and from what it is taken for when that failed. */
const arrowsTo = (plan: Plan, name: string): readonly string[] => {
  const step = plan.steps[name]!;
  const failing = Object.entries(plan.steps).filter(([, { onFailure = [] }]) => onFailure.includes(name));
  const failed = new Set(failing.map(([each]) => each));
  return [
    ...step.needs.filter((need) => !failed.has(need)).map((need) => arrow(need, name, askedOf(need, step))),
    ...[...failed].map((from) => `${nodeOf(from)} -.->|"when it failed"| ${nodeOf(name)}`),
  ];
};

const STEP = /^\/steps\/([^/]+)\//;

/** A note: at the step from which on tasks may go in another lane, or at none where the intent decides. */
const noteOf = ({ lane, on, schema }: LaneRule, index: number): readonly string[] => {
  const step = STEP.exec(on)?.[1];
  const where = `where ${schemaText(schema as Schema)}`;
  const text =
    step === undefined ? `lane ${lane}, ${where} in the intent` : `lane ${lane} from here, ${where}`;
  return [
    `lane_${index}>"${label(text)}"]`,
    ...(step === undefined ? [] : [`${nodeOf(step)} -.- lane_${index}`]),
  ];
};

/**
 * A plan as a Mermaid flowchart, as GitHub and many editors show it.
 * @see https://mermaid.js.org/syntax/flowchart.html
 */
export const mermaidOf = (plan: Plan, skills: ShownSkills): string => {
  const steps = Object.entries(plan.steps);
  return [
    'flowchart TD',
    ...steps.map(([name, step]) => boxOf(name, step, skills[step.skill])),
    ...steps.flatMap(([name]) => arrowsTo(plan, name)),
    ...(plan.lanes ?? []).flatMap(noteOf),
  ].join('\n  ');
};
