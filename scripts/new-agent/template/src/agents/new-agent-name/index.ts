import { agent } from '../../kit';
import { newAgentNamePlan } from './plan';
import type { Register } from './register';

export { memoryRegister } from './register';
export type { Register } from './register';

/**
 * The agent for `business.new-domain.intent`: a function of what it needs from outside.
 * @example newAgentName({ register: memoryRegister() })
 */
export const newAgentName = ({ register }: { register: Register }) =>
  agent({
    name: 'new-agent-name',
    version: '1.0.0',
    // Whom people ask when it does what it should not: a team, not a person.
    owner: 'new-agent-name-team',
    plans: [newAgentNamePlan({ register })],
  });
