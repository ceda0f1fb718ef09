import { skill } from '../../../kit';
import { outcomeOf } from '../outcome';

/** Says what became of an order. */
export const conclude = skill({
  name: 'order.conclude@1',
  input: 'order/progress@1',
  output: 'order/outcome@1',
  effects: 'none',
  perform: outcomeOf,
});
