import { skill } from '../../../kit';
import { detectionOf } from '../detect';
import type { Policy } from '../policy';

/** Says what is out of the ordinary about an order, by rules. */
export const detect = ({ policy }: { policy: Policy }) =>
  skill({
    name: 'order.detect@1',
    input: 'business.order.intent@1',
    output: 'order/detection@1',
    effects: 'none',
    perform: (order) => detectionOf(order, policy),
  });
