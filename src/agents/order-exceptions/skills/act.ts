import { skill } from '../../../kit';
import type { Orders } from '../orders';

/** A skill that has the shop do one thing about an order. The shop knows the key, so repeating it changes nothing. */
const acting =
  (name: string, kind: 'hold' | 'notify' | 'release' | 'cancel' | 'report') =>
  ({ orders }: { orders: Orders }) =>
    skill({
      name,
      input: 'order/action@1',
      output: 'order/receipt@1',
      effects: 'external',
      repeat: 'keyed',
      timeout: '10s',
      perform: (action, { key, signal }) => orders.does({ kind, ...action }, { key, signal }),
    });

/** Nothing is sent until it is released. */
export const hold = acting('order.hold@1', 'hold');
/** Tells the customer. */
export const notifyCustomer = acting('order.notify-customer@1', 'notify');
export const release = acting('order.release@1', 'release');
export const cancel = acting('order.cancel@1', 'cancel');
/** Tells the people of the shop, who go on by hand. */
export const report = acting('order.report@1', 'report');
