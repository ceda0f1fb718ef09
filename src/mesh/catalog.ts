import { meaningOf } from '../contracts/event-types';
import type { Plan } from '../contracts/plan';
import type { SchemaBook } from '../contracts/schema-book';
import { planFaults } from './planner/check-plan';
import { handlingOf } from '../contracts/restricted';
import { handlingFaults, restrictedFaults } from './planner/check-restricted';
import { parsePointer } from './planner/pointer';
import { offeredBy, versionFaults, withVersions, type SkillVersions } from './skill-versions';
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
  /** Skills that no plan names (yet), such as the next version of one: they can be compared, and made the current one. */
  readonly offers?: readonly Skill[];
}

/** What all agents together can do. */
export interface Catalog {
  planFor(intentType: string): (PlannedIntent & { agent: { name: string; version: string } }) | undefined;
  skill(name: string): Skill | undefined;
  intents(): readonly PlannedIntent[];
}

/** One thing that is wrong with an agent: where, and what to do. */
export interface AgentFault {
  agent: string;
  intent?: string;
  step?: string;
  /** JSON Pointer into the plan. */
  pointer?: string;
  /** What is wrong, and what to do. */
  message: string;
}

/** `agent 'x', plan for 'y', step 'z', /steps/z/skill: what is wrong: what to do` */
export const faultText = ({ agent, intent, step, pointer, message }: AgentFault): string =>
  [
    `agent '${agent}'`,
    ...(intent === undefined ? [] : [`plan for '${intent}'`]),
    ...(step === undefined ? [] : [`step '${step}'`]),
    ...(pointer === undefined ? [] : [pointer]),
  ].join(', ') + `: ${message}`;

/** All that keeps agents from being put together; empty when nothing does. */
export const agentFaults = (agents: readonly Agent[], book: SchemaBook): readonly AgentFault[] => {
  const plans = agents.flatMap((agent) => agent.plans.map((planned) => ({ agent, planned })));
  return [
    ...agents.flatMap(unowned),
    ...plans.flatMap((owned) => faultsOf(owned, book)),
    ...clashes(plans),
    ...offersTwice(agents),
  ];
};

/**
 * Puts agents together, each plan checked.
 * @throws Error that names every fault, with its agent and its place, and says what to do
 */
export const catalogOf = (
  given: readonly Agent[],
  book: SchemaBook,
  versions: SkillVersions = {},
): Catalog => {
  const agents = withVersions(given, versions);
  const plans = agents.flatMap((agent) => agent.plans.map((planned) => ({ agent, planned })));
  const faults = [...agentFaults(agents, book).map(faultText), ...versionFaults(given, versions)];
  if (faults.length > 0)
    throw new Error(`the agents cannot be put together:\n${faults.map((fault) => `- ${fault}`).join('\n')}`);
  const byIntent = new Map(
    plans.map(({ agent: { name, version }, planned }) => [
      planned.intent,
      { ...planned, agent: { name, version } },
    ]),
  );
  const skills = new Map(offeredBy(agents).map((skill) => [skill.name, skill]));
  return {
    planFor: (intentType) => byIntent.get(intentType),
    skill: (name) => skills.get(name),
    intents: () => [...byIntent.values()],
  };
};

/** Somebody must be there to ask when an agent does what it should not. */
const unowned = ({ name, owner }: Agent): readonly AgentFault[] =>
  owner.trim() === '' ? [{ agent: name, message: 'it has no owner: say who answers for it' }] : [];

interface Owned {
  agent: Agent;
  planned: PlannedIntent;
}

const faultsOf = ({ agent, planned }: Owned, book: SchemaBook): readonly AgentFault[] => {
  const where = { agent: agent.name, intent: planned.intent };
  const skills = new Set(planned.skills.map(({ name }) => name));
  const unknown = schemasOf(planned).filter(([, key]) => !book.has(key));
  return [
    ...(meaningOf(planned.intent).kind === 'intent'
      ? []
      : [{ ...where, message: 'this is no type of an intent: name it business.<domain>.intent' }]),
    ...unknown.map(([what, key]) => ({
      ...where,
      message: `there is no schema '${key}' for ${what}: add it under schemas/ and run npm run generate`,
    })),
    ...[...planFaults(planned.plan, { skills, book }), ...ofRestricted(planned, book)].map((fault) => ({
      ...where,
      ...stepAt(fault.pointer),
      ...fault,
    })),
    ...ownSchemas(planned).flatMap((key) =>
      handlingFaults(book, key).map((message) => ({ ...where, message })),
    ),
    ...(handlingOf(book, planned.output).restricted
      ? [
          {
            ...where,
            message: `its output '${planned.output}' is restricted, and whoever sees the run sees its output: let it hold what is exposed, and no more`,
          },
        ]
      : []),
  ];
};

const ofRestricted = ({ plan, skills, schema }: PlannedIntent, book: SchemaBook) => {
  const known = new Map(skills.map((skill) => [skill.name, skill]));
  return restrictedFaults(plan, { book, intent: schema, skill: (name) => known.get(name) });
};

const ownSchemas = (planned: PlannedIntent): readonly string[] => [
  ...new Set(schemasOf(planned).map(([, key]) => key)),
];

const stepAt = (pointer: string): { step?: string } => {
  const [root, step] = parsePointer(pointer) ?? [];
  return root === 'steps' && step !== undefined ? { step } : {};
};

const schemasOf = ({ schema, output, skills }: PlannedIntent): readonly (readonly [string, string])[] => [
  ['its data', schema],
  ['its output', output],
  ...skills.flatMap((skill) => [
    [`the input of '${skill.name}'`, skill.input] as const,
    [`the output of '${skill.name}'`, skill.output] as const,
  ]),
];

const clashes = (plans: readonly Owned[]): readonly AgentFault[] => [
  ...repeated(plans, ({ planned }) => planned.intent).map(({ agent, planned }) => ({
    agent: agent.name,
    intent: planned.intent,
    message: 'there is another plan for this type: one type has one plan, so name another, or join them',
  })),
  ...otherSkills(plans).map(({ agent, skill }) => ({
    agent,
    message: `there is another skill '${skill}': use the same definition, or give one of them another version`,
  })),
];

/** What is offered beside plans under a name that a plan's skill has. */
const offersTwice = (agents: readonly Agent[]): readonly AgentFault[] => {
  const inPlans = agents.flatMap(({ plans }) => plans.flatMap(({ skills }) => skills));
  return agents.flatMap(({ name: agent, offers = [] }) =>
    offers
      .filter((skill) => inPlans.some((other) => other.name === skill.name && other !== skill))
      .map(({ name }) => ({ agent, message: `it offers another skill '${name}': give it another version` })),
  );
};

const repeated = <T>(items: readonly T[], key: (item: T) => string): readonly T[] =>
  items.filter((item, index) => items.findIndex((other) => key(other) === key(item)) !== index);

/** The same definition may serve many plans; two of one name would perform each other's tasks. */
const otherSkills = (plans: readonly Owned[]): readonly { agent: string; skill: string }[] => {
  const owners = new Map(
    plans
      .flatMap(({ agent, planned }) => planned.skills.map((skill) => [skill, agent.name] as const))
      .toReversed(),
  );
  const skills = [...owners].toReversed().map(([skill, agent]) => ({ agent, skill: skill.name }));
  return repeated(skills, ({ skill }) => skill);
};
