import { meaningOf } from '../contracts/event-types';
import type { Plan } from '../contracts/plan';
import type { SchemaBook } from '../contracts/schema-book';
import { planFaults } from './planner/check-plan';
import type { Skill } from './worker/skill';

/** How one type of intent is fulfilled. */
export interface PlannedIntent {
  /** Event type of the intent. */
  readonly intent: string;
  /** Schema key of its data, version included. */
  readonly schema: string;
  /** Schema key of the run's output. */
  readonly output: string;
  readonly plan: Plan;
  readonly skills: readonly Skill[];
}

/** A named, versioned set of plans and skills with an owner. */
export interface Agent {
  readonly name: string;
  readonly version: string;
  readonly owner: string;
  readonly plans: readonly PlannedIntent[];
}

/** What all agents together can do. */
export interface Catalog {
  planFor(intentType: string): (PlannedIntent & { agent: { name: string; version: string } }) | undefined;
  skill(name: string): Skill | undefined;
  intents(): readonly PlannedIntent[];
}

/**
 * Puts agents together, each plan checked.
 * @throws Error that names every fault, with its agent and its place, and says what to do
 */
export const catalogOf = (agents: readonly Agent[], book: SchemaBook): Catalog => {
  const plans = agents.flatMap((agent) => agent.plans.map((planned) => ({ agent, planned })));
  const faults = [
    ...agents.flatMap(unowned),
    ...plans.flatMap((owned) => faultsOf(owned, book)),
    ...clashes(plans),
  ];
  if (faults.length > 0)
    throw new Error(`the agents cannot be put together:\n${faults.map((fault) => `- ${fault}`).join('\n')}`);
  const byIntent = new Map(
    plans.map(({ agent: { name, version }, planned }) => [
      planned.intent,
      { ...planned, agent: { name, version } },
    ]),
  );
  const skills = new Map(plans.flatMap(({ planned }) => planned.skills.map((skill) => [skill.name, skill])));
  return {
    planFor: (intentType) => byIntent.get(intentType),
    skill: (name) => skills.get(name),
    intents: () => [...byIntent.values()],
  };
};

/** Somebody must be there to ask when an agent does what it should not. */
const unowned = ({ name, owner }: Agent): readonly string[] =>
  owner.trim() === '' ? [`agent '${name}' has no owner: say who answers for it`] : [];

interface Owned {
  agent: Agent;
  planned: PlannedIntent;
}

const faultsOf = ({ agent, planned }: Owned, book: SchemaBook): readonly string[] => {
  const where = `agent '${agent.name}', plan for '${planned.intent}'`;
  const skills = new Set(planned.skills.map(({ name }) => name));
  const unknown = schemasOf(planned).filter(([, key]) => !book.has(key));
  return [
    ...(meaningOf(planned.intent).kind === 'intent' ? [] : ['an intent is named business.<domain>.intent']),
    ...unknown.map(
      ([what, key]) => `${what}: there is no schema '${key}': add it under schemas/ and run npm run generate`,
    ),
    ...planFaults(planned.plan, { skills, book }).map(({ pointer, message }) => `${pointer} ${message}`),
  ].map((fault) => `${where}: ${fault}`);
};

const schemasOf = ({ schema, output, skills }: PlannedIntent): readonly (readonly [string, string])[] => [
  ['data', schema],
  ['output', output],
  ...skills.flatMap((skill) => [
    [`input of '${skill.name}'`, skill.input] as const,
    [`output of '${skill.name}'`, skill.output] as const,
  ]),
];

const clashes = (plans: readonly Owned[]): readonly string[] => [
  ...repeated(plans, ({ planned }) => planned.intent).map(
    ({ agent, planned }) =>
      `agent '${agent.name}': there is another plan for '${planned.intent}'; one type has one plan`,
  ),
  ...otherSkills(plans).map(
    (name) =>
      `skill '${name}' is defined twice: use the same definition, or give one of them another version`,
  ),
];

const repeated = <T>(items: readonly T[], key: (item: T) => string): readonly T[] =>
  items.filter((item, index) => items.findIndex((other) => key(other) === key(item)) !== index);

/** The same definition may serve many plans; two of one name would perform each other's tasks. */
const otherSkills = (plans: readonly Owned[]): readonly string[] => {
  const skills = new Set(plans.flatMap(({ planned }) => planned.skills));
  return [...new Set(repeated([...skills], ({ name }) => name).map(({ name }) => name))];
};
