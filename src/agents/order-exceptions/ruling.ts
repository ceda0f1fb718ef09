import type { OrderCase, OrderChoice, OrderDecision, OrderRuling } from '../../kit';
import { isForPerson, type Policy } from './policy';

/** What the rule says about an order on hold, and whether a person decides instead. */
export const rulingOf = (it: OrderCase, policy: Policy): OrderRuling => ({
  by: isForPerson(policy, it) ? 'person' : 'rule',
  ...ruleOn(it, policy),
});

const ruleOn = (
  { score, shortages }: OrderCase,
  { cancelFrom, waitDays }: Policy,
): Omit<OrderRuling, 'by'> => {
  const days = Math.max(0, ...shortages.map(({ leadDays = 0 }) => leadDays));
  if (score >= cancelFrom) return { decision: 'cancel', text: `the score is ${score}, of ${cancelFrom}` };
  if (days > waitDays) return { decision: 'cancel', text: `it would take ${days} days, over ${waitDays}` };
  return {
    decision: 'release',
    text: days > 0 ? `all is there in ${days} days` : `the score is ${score}, under ${cancelFrom}`,
  };
};

/** The person's word, where one was asked, else the rule's. */
export const decisionOf = ({ ruling, answer }: OrderChoice): OrderDecision => {
  if (answer === undefined) return ruling;
  const decision = answer.decision === 'approved' ? 'release' : 'cancel';
  return { decision, by: 'person', text: answer.comment ?? `a person decided to ${decision} it` };
};
