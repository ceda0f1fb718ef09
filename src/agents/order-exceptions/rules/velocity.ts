import { when, type Rule } from './rule';

/** How much a customer does in how little time. */
export const velocity: Rule = ({ customer }, policy) => [
  ...when(
    customer.ordersToday > policy.ordersToday,
    'many-orders',
    `${customer.ordersToday} orders within a day`,
  ),
  ...when(
    customer.declinedPayments >= policy.declinedPayments,
    'declined-payments',
    `${customer.declinedPayments} payments were declined within a day`,
  ),
  ...when(customer.orders === 0, 'first-order', 'the first order of this customer'),
];
