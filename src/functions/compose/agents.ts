import { randomUUID } from 'node:crypto';
import { invoiceTriage } from '../../agents/invoice-triage';
import { orderExceptions } from '../../agents/order-exceptions';
import { tableLedger } from '../../azure/table-ledger';
import { tableOrders } from '../../azure/table-orders';
import type { Agent } from '../../kit';
import type { Settings } from '../settings';
import { tableOf } from './agent-tables';

export { schemas } from '../../contracts/generated/schemas';

/** The agents of this mesh, each with the ports it needs. A new agent is one line here. */
export const agentsOf = (settings: Settings): readonly Agent[] => [
  invoiceTriage({
    ledger: tableLedger({ table: tableOf(settings, 'ledger'), newId: randomUUID }),
  }),
  orderExceptions({ orders: tableOrders({ table: tableOf(settings, 'orders') }) }),
];
