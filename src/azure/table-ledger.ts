import { createHash } from 'node:crypto';
import { odata, RestError } from '@azure/data-tables';
import type { TableClient, TableEntity, TransactionAction } from '@azure/data-tables';
import type { Ledger, LedgerEntry } from '../agents/invoice-triage/ledger';
import { RetryableError, TerminalError } from '../contracts/errors';
import { isMissingRow } from './table-faults';

interface Deps {
  /** The table of entries; it has to exist. */
  table: Pick<TableClient, 'submitTransaction' | 'getEntity' | 'listEntities'>;
  /** Draws the id of an entry. Drawn and not derived, so that booking twice leaves two entries for all to see. */
  newId: () => string;
}

/**
 * A ledger in Table Storage, a partition a supplier. It does not tell a repeated booking from a new one, as many a real
 * ledger does not; that a document is booked once is the mesh's doing.
 *
 * Beside its entries (`entry|<id>`) a partition has rows that answer what is asked for every document by reading one
 * row, however many entries there are: `document|<hash>`, `account|<hash>` and `supplier`.
 */
export const tableLedger = ({ table, newId }: Deps): Ledger => {
  const read = (
    supplier: string,
    rowKey: string,
    signal: AbortSignal | undefined,
  ): Promise<Pointing | undefined> =>
    table.getEntity<Pointing>(partitionOf(supplier), rowKey, abortedBy(signal)).catch(unlessMissing);

  return {
    book: (entry, { key, signal }) =>
      answering(async () => {
        const id = newId();
        await table.submitTransaction(rowsOf(entry, { id, key }), abortedBy(signal)).catch(unlessOwn);
        return { entry: id };
      }),
    booked: (supplier, key, { signal } = {}) =>
      answering(async () => {
        const filter = odata`PartitionKey eq ${partitionOf(supplier)} and key eq ${key}`;
        for await (const row of table.listEntities({ queryOptions: { filter }, ...abortedBy(signal) }))
          return { entry: row.rowKey!.slice(ENTRY.length) };
        return undefined;
      }),
    find: (supplier, document, { signal } = {}) =>
      answering(async () => {
        const row = await read(supplier, `document|${hash(document)}`, signal);
        return row && { entry: row.entry };
      }),
    knows: (supplier, iban, { signal } = {}) =>
      answering(async () => {
        const account = iban === undefined ? undefined : read(supplier, `account|${hash(iban)}`, signal);
        const rows = await Promise.all([read(supplier, SUPPLIER, signal), account]);
        return { supplier: rows[0] !== undefined, account: rows[1] !== undefined };
      }),
  };
};

const ENTRY = 'entry|';
const SUPPLIER = 'supplier';

/** A row that says which entry it is there for. */
interface Pointing {
  entry: string;
}

// What a supplier or a document is known by may have characters that keys may not.
const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);
const partitionOf = hash;

const rowsOf = (entry: LedgerEntry, { id, key }: { id: string; key: string }): TransactionAction[] => {
  const partitionKey = partitionOf(entry.supplier);
  const pointing = (rowKey: string): TransactionAction => [
    'upsert',
    { partitionKey, rowKey, entry: id } satisfies TableEntity<Pointing>,
    'Replace',
  ];
  return [
    ['create', { ...entry, partitionKey, rowKey: `${ENTRY}${id}`, key }],
    pointing(`document|${hash(entry.document)}`),
    pointing(SUPPLIER),
    ...(entry.iban === undefined ? [] : [pointing(`account|${hash(entry.iban)}`)]),
  ];
};

const abortedBy = (signal: AbortSignal | undefined) => (signal ? { abortSignal: signal } : {});

const unlessMissing = (error: unknown): undefined => {
  if (!isMissingRow(error)) throw error;
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
