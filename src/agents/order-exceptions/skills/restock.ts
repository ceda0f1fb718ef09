import { BusinessFailure, skill } from '../../../kit';
import type { Orders } from '../orders';

/** Orders from the supplier what is missing. */
export const restock = ({ orders }: { orders: Orders }) =>
  skill({
    name: 'order.restock@1',
    input: 'order/shortage@1',
    output: 'order/receipt@1',
    effects: 'external',
    repeat: 'keyed',
    timeout: '10s',
    perform: (shortage, { key, signal }) => {
      if (shortage.leadDays === undefined)
        throw new BusinessFailure('no-supplier', `nobody supplies ${shortage.sku} any more`);
      return orders.does({ kind: 'restock', ...shortage }, { key, signal });
    },
  });
