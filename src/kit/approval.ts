import { skill } from './skill';

/**
 * A person approves or rejects. One definition for all agents, because the command line, the connector and people know
 * this question and its answer. What is approved is the plan's business.
 * @example step('approve', approval, { title, amount, currency, reasons }, { when: is(risk.level, 'high') })
 */
export const approval = skill({
  name: 'approval.request@1',
  input: 'approval/request@1',
  output: 'approval/answer@1',
  effects: 'none',
  by: 'person',
});
