import type { Agent, PlannedIntent } from './catalog';
import type { Skill } from './worker/skill';

/** Which version of a skill is current, by its name without one: `{ "invoice.score-risk": "2" }`. */
export type SkillVersions = Readonly<Record<string, string>>;

const baseOf = (name: string): string => name.replace(/@\d+$/, '');

const currentOf = (name: string, versions: SkillVersions): string =>
  Object.hasOwn(versions, baseOf(name)) ? `${baseOf(name)}@${versions[baseOf(name)]}` : name;

/** All skills that agents have, those that no plan names among them. */
export const offeredBy = (agents: readonly Agent[]): readonly Skill[] => [
  ...new Set(
    agents.flatMap(({ plans, offers = [] }) => [...plans.flatMap(({ skills }) => skills), ...offers]),
  ),
];

const versioned = (
  planned: PlannedIntent,
  versions: SkillVersions,
  offered: readonly Skill[],
): PlannedIntent => {
  const steps = Object.entries(planned.plan.steps).map(
    ([name, step]) => [name, { ...step, skill: currentOf(step.skill, versions) }] as const,
  );
  const named = new Set(steps.map(([, { skill }]) => skill));
  const known = new Set(planned.skills.map(({ name }) => name));
  const fresh = offered.filter(({ name }) => named.has(name) && !known.has(name));
  if (fresh.length === 0 && planned.skills.every(({ name }) => currentOf(name, versions) === name))
    return planned;
  // The version before stays: runs in flight keep the plan that they were made with.
  return {
    ...planned,
    plan: { ...planned.plan, steps: Object.fromEntries(steps) },
    skills: [...planned.skills, ...fresh],
  };
};

/** The agents with the plans that new runs are made with. */
export const withVersions = (agents: readonly Agent[], versions: SkillVersions): readonly Agent[] => {
  if (Object.keys(versions).length === 0) return agents;
  const offered = offeredBy(agents);
  return agents.map((agent) => ({
    ...agent,
    plans: agent.plans.map((planned) => versioned(planned, versions, offered)),
  }));
};

/** What is wrong with the setting MESH_SKILL_VERSIONS; empty when it can be followed. */
export const versionFaults = (agents: readonly Agent[], versions: SkillVersions): readonly string[] => {
  const offered = offeredBy(agents);
  const used = [...new Set(agents.flatMap(({ plans }) => plans.flatMap(({ skills }) => skills)))];
  return Object.keys(versions).flatMap((base) => {
    const olds = used.filter(({ name }) => baseOf(name) === base);
    const name = currentOf(base, versions);
    const next = offered.find((skill) => skill.name === name);
    if (olds.length === 0)
      return [`MESH_SKILL_VERSIONS: no plan uses a skill '${base}': look at its spelling`];
    if (!next)
      return [
        `MESH_SKILL_VERSIONS: no agent has '${name}': there is ${offered
          .filter((skill) => baseOf(skill.name) === base)
          .map((skill) => skill.name)
          .join(', ')}; add it to the agent's 'offers'`,
      ];
    return olds
      .filter(({ input, output }) => input !== next.input || output !== next.output)
      .map(
        (old) =>
          `MESH_SKILL_VERSIONS: '${name}' takes ${next.input} and gives ${next.output}, and '${old.name}' ${old.input} and ${old.output}: change the plan instead`,
      );
  });
};
