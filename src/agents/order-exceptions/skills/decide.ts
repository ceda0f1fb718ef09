import { skill } from '../../../kit';
import { decisionOf } from '../ruling';

/** One decision, of the person where one was asked, else of the rule. */
export const decide = skill({
  name: 'order.decide@1',
  input: 'order/choice@1',
  output: 'order/decision@1',
  effects: 'none',
  perform: decisionOf,
});
