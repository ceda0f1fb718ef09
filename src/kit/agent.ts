import type { Agent } from '../mesh/catalog';

const NAME = /^[a-z][a-z0-9-]*$/;
const VERSION = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/;

const twice = <T>(values: readonly T[]): T | undefined =>
  values.find((value, index) => values.indexOf(value) !== index);

const faultOf = ({ name, version, owner, plans }: Agent): string | undefined => {
  if (!NAME.test(name))
    return 'this is no name for an agent: use lower-case letters, digits and hyphens, a letter first';
  if (!VERSION.test(version)) return `its version must be like 1.0.0, and is '${version}'`;
  if (owner.trim() === '') return 'it has no owner: say who answers for it';
  if (plans.length === 0) return 'it has no plans: give it one, made with plan(…)';
  const intent = twice(plans.map((plan) => plan.intent));
  if (intent) return `it has two plans for '${intent}': one type of intent has one plan`;
  const skills = new Set(plans.flatMap((plan) => plan.skills));
  const skill = twice([...skills].map((each) => each.name));
  return skill && `two different skills are named '${skill}': give one a new name or version`;
};

/**
 * A named, versioned set of plans with an owner.
 * @example agent({ name: 'invoice-triage', version: '1.0.0', owner: 'finance-operations', plans: [triage] })
 */
export const agent = (definition: Agent): Agent => {
  const fault = faultOf(definition);
  if (fault) throw new Error(`agent '${definition.name}': ${fault}`);
  return definition;
};
