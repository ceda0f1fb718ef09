import { createHash } from 'node:crypto';
import { RestError } from '@azure/data-tables';
import type { TableClient } from '@azure/data-tables';
import type { Orders } from '../agents/order-exceptions/orders';
import { RetryableError, TerminalError } from '../contracts/errors';
import { codeOf, isRowConflict } from './table-faults';

interface Deps {
  /** It has to exist. */
  table: Pick<TableClient, 'createEntity'>;
}

/**
 * A shop in Table Storage: a partition an order, a row for each thing that was done about it. The key is the row's, so
 * that nothing is done twice.
 */
export const tableOrders = ({ table }: Deps): Orders => ({
  does: async (effect, { key, signal }) => {
    const row = { ...effect, partitionKey: partitionOf(effect.order), rowKey: key };
    await table.createEntity(row, signal ? { abortSignal: signal } : {}).catch((error: unknown) => {
      // It is there from an earlier try whose answer was lost.
      if (!isRowConflict(error)) throw failure(error);
    });
    return { reference: key };
  },
});

// What a shop calls an order may have characters that keys may not.
const partitionOf = (order: string): string => createHash('sha256').update(order).digest('hex').slice(0, 32);

const PASSING = new Set([408, 429, 500, 502, 503, 504]);

/** Says of a failure whether to come back. */
const failure = (error: unknown): unknown => {
  if (!(error instanceof RestError)) return error;
  const { statusCode } = error;
  // Without a status no answer came at all.
  if (statusCode === undefined || PASSING.has(statusCode))
    return new RetryableError('orders-unavailable', 'the shop does not answer', { cause: error });
  return new TerminalError('orders-refused', `the shop refuses: ${codeOf(error) ?? statusCode}`, {
    cause: error,
  });
};
