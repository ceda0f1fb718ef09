import { agent } from '../../kit';
import type { Orders } from './orders';
import { exceptions } from './plan';
import { inForce, type Policy } from './policy';

export { memoryOrders } from './orders';
export type { OrderEffect, Orders } from './orders';

/**
 * The agent that looks at orders before they are sent, and deals with those that are out of the ordinary.
 * @example orderExceptions({ orders: memoryOrders() })
 */
export const orderExceptions = ({ orders, policy = inForce }: { orders: Orders; policy?: Policy }) =>
  agent({
    name: 'order-exceptions',
    version: '1.0.0',
    owner: 'order-desk',
    plans: [exceptions({ orders, policy })],
  });
