import { skill } from '../../../kit';

/** Says whether there is anything to enter. It only looks, so it is repeated freely. */
export const assess = skill({
  name: 'new-domain.assess@1',
  input: 'business.new-domain.intent@1',
  output: 'new-domain/assessment@1',
  effects: 'none',
  perform: ({ items }) => {
    const quantity = items.reduce((sum, item) => sum + item.quantity, 0);
    const reason = quantity > 0 ? `${quantity} to enter` : 'there is nothing to enter';
    return { accepted: quantity > 0, quantity, reason };
  },
});
