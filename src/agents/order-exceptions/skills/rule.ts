import { skill } from '../../../kit';
import type { Policy } from '../policy';
import { rulingOf } from '../ruling';

/** Says what the rule would do, and whether a person decides. */
export const rule = ({ policy }: { policy: Policy }) =>
  skill({
    name: 'order.rule@1',
    input: 'order/case@1',
    output: 'order/ruling@1',
    effects: 'none',
    perform: (it) => rulingOf(it, policy),
  });
