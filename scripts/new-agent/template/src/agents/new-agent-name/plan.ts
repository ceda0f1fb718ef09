import { is, plan } from '../../kit';
import type { Register } from './register';
import { assess } from './skills/assess';
import { enter } from './skills/enter';

/** What is done about one request: it is assessed, and entered where there is something to enter. */
export const newAgentNamePlan = ({ register }: { register: Register }) =>
  plan(
    'business.new-domain.intent',
    'business.new-domain.intent@1',
    'new-domain/outcome@1',
    ({ intent, step }) => {
      const assessment = step('assess', assess, intent);
      const receipt = step(
        'enter',
        enter({ register }),
        { title: intent.title, quantity: assessment.quantity },
        { when: is(assessment.accepted, true) },
      );
      // What did not happen is absent: without an entry there is no `entry`.
      return { accepted: assessment.accepted, reason: assessment.reason, entry: receipt.entry };
    },
  );
