import type { BusinessOrderIntent } from '../../../src/kit';

/** An order with nothing out of the ordinary, but for what is given. */
export const orderOf = ({
  line = {},
  customer = {},
  ...more
}: Partial<Omit<BusinessOrderIntent, 'customer'>> & {
  line?: object;
  customer?: Partial<BusinessOrderIntent['customer']>;
} = {}): BusinessOrderIntent => ({
  order: 'SO-1',
  currency: 'EUR',
  total: '118.00',
  customer: { id: 'C-1', orders: 12, ordersToday: 1, declinedPayments: 0, ...customer },
  shipTo: { country: 'DE', kind: 'home' },
  billTo: { country: 'DE' },
  lines: [{ sku: 'lamp', quantity: 2, price: '59.00', listPrice: '59.00', stock: 40, leadDays: 3, ...line }],
  ...more,
});
