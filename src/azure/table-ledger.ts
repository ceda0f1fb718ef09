import { createHash } from 'node:crypto';
import { odata, RestError } from '@azure/data-tables';
import type { TableClient, TableEntityResult } from '@azure/data-tables';
import type { Booked, Ledger } from '../agents/invoice-triage/ledger';
import { RetryableError, TerminalError } from '../contracts/errors';

interface Deps {
  /** The table of entries; it has to exist. */
  table: Pick<TableClient, 'createEntity' | 'listEntities'>;
  /** Draws the id of an entry. Drawn and not derived, so that booking twice leaves two entries for all to see. */
  newId: () => string;
  /** What the entries of a supplier say about a document; the rule is the agent's. */
  historyIn: (
    bookings: readonly Booked[],
    document: Parameters<Ledger['history']>[0],
  ) => Awaited<ReturnType<Ledger['history']>>;
}

/**
 * A ledger in Table Storage: one partition a supplier, one row an entry. It does not tell a repeated booking from a new
 * one, as many a real ledger does not; that a document is booked once is the mesh's doing.
 */
export const tableLedger = ({ table, newId, historyIn }: Deps): Ledger => {
  const entriesWhere = async (filter: string, signal: AbortSignal | undefined): Promise<Booked[]> => {
    const found: Booked[] = [];
    const rows = table.listEntities<Row>({ queryOptions: { filter }, ...abortedBy(signal) });
    for await (const row of rows) found.push(toBooked(row));
    return found;
  };

  return {
    book: (entry, { key, signal }) =>
      answering(async () => {
        const id = newId();
        const row = { ...entry, partitionKey: partitionOf(entry.supplier), rowKey: id, key };
        await table.createEntity(row, abortedBy(signal)).catch(unlessOwn);
        return { entry: id };
      }),
    booked: (supplier, key, { signal } = {}) =>
      answering(async () => {
        const made = odata`PartitionKey eq ${partitionOf(supplier)} and key eq ${key}`;
        const [found] = await entriesWhere(made, signal);
        return found && { entry: found.entry };
      }),
    history: (document, { signal } = {}) =>
      answering(async () => {
        const ofSupplier = odata`PartitionKey eq ${partitionOf(document.supplier)}`;
        return historyIn(await entriesWhere(ofSupplier, signal), document);
      }),
  };
};

const abortedBy = (signal: AbortSignal | undefined) => (signal ? { abortSignal: signal } : {});

type Row = Omit<Booked, 'entry'>;

// What a supplier is known by may have characters that keys may not.
const partitionOf = (supplier: string): string =>
  createHash('sha256').update(supplier).digest('hex').slice(0, 32);

const toBooked = (row: TableEntityResult<Row>): Booked => {
  const { partitionKey: _partition, rowKey, etag: _etag, timestamp: _timestamp, ...entry } = row;
  return { ...entry, entry: rowKey! };
};

/** The client sends again what was not answered: a row with the id just drawn is that of the first time. */
const unlessOwn = (error: unknown): void => {
  if (!(error instanceof RestError && error.statusCode === 409)) throw error;
};

const PASSING = new Set([408, 429, 500, 502, 503, 504]);

/** Says of a failure whether to come back: an answer that refuses stays what it is until somebody has looked. */
const answering = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof RestError)) throw error;
    const { statusCode, code } = error;
    // Without a status no answer came at all.
    if (statusCode === undefined || PASSING.has(statusCode))
      throw new RetryableError('ledger-unavailable', 'the ledger does not answer', { cause: error });
    throw new TerminalError('ledger-refused', `the ledger refuses: ${code ?? statusCode}`, { cause: error });
  }
};
