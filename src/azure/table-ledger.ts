import { createHash } from 'node:crypto';
import { odata, RestError } from '@azure/data-tables';
import type { TableClient, TableEntity, TransactionAction } from '@azure/data-tables';
import { LRUCache } from 'lru-cache';
import type { Ledger, LedgerEntry, RecentEntry } from '../agents/invoice-triage/ledger';
import { RetryableError, TerminalError } from '../contracts/errors';
import { codeOf, isMissingRow, isRowConflict } from './table-faults';

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
 * Its entries (`entry|<reverse date of issue>|<id>`) stand with the latest first, so that what was booked lately is one
 * short query. Beside them are rows that answer what is asked for every document by reading one row, however many entries
 * there are: `document|<hash>`, `account|<hash>` and `supplier`.
 */
export const tableLedger = ({ table, newId }: Deps): Ledger => {
  // Suppliers and accounts that this process wrote: most entries are of known ones, and need fewer rows.
  const written = new LRUCache<string, true>({ max: 10_000 });
  const read = (
    supplier: string,
    rowKey: string,
    signal: AbortSignal | undefined,
  ): Promise<Pointing | undefined> =>
    table.getEntity<Pointing>(partitionOf(supplier), rowKey, abortedBy(signal)).catch(unlessMissing);

  /** The client sends again what was not answered: a conflict may be with its own first time, and the id just drawn tells. */
  const unlessWritten = (entry: LedgerEntry, id: string) => async (error: unknown) => {
    if (!isRowConflict(error)) throw error;
    if (!(await read(entry.supplier, entryRowOf(entry, id), undefined)))
      throw new RetryableError('ledger-busy', 'the ledger was writing the same rows', { cause: error });
  };

  return {
    book: (entry, { key, signal }) =>
      answering(async () => {
        const id = newId();
        const rows = rowsOf(entry, { id, key, isKnown: written.has(accountOf(entry)) });
        await table.submitTransaction(rows, abortedBy(signal)).catch(unlessWritten(entry, id));
        written.set(accountOf(entry), true);
        return { entry: id };
      }),
    booked: (supplier, key, { signal } = {}) =>
      answering(async () => {
        const filter = odata`PartitionKey eq ${partitionOf(supplier)} and key eq ${key}`;
        for await (const row of table.listEntities({ queryOptions: { filter }, ...abortedBy(signal) }))
          return { entry: row.rowKey!.split('|').at(-1)! };
        return undefined;
      }),
    find: (supplier, document, { signal } = {}) =>
      answering(async () => {
        const row = await read(supplier, `document|${hash(document)}`, signal);
        return row && { entry: row.entry };
      }),
    recent: (supplier, { most, signal }) =>
      answering(async () => {
        const filter = odata`PartitionKey eq ${partitionOf(supplier)} and RowKey ge ${ENTRY} and RowKey lt ${AFTER_ENTRIES}`;
        const select = ['kind', 'currency', 'payable', 'issueDate', 'iban'];
        const entries = table.listEntities<RecentEntry>({
          queryOptions: { filter, select },
          ...abortedBy(signal),
        });
        for await (const page of entries.byPage({ maxPageSize: most })) return page.map(recentOf);
        return [];
      }),
    knows: (supplier, iban, { signal } = {}) =>
      answering(async () => {
        const isThere = async (rowKey: string) => (await read(supplier, rowKey, signal)) !== undefined;
        const hasAccount = async () => iban !== undefined && (await isThere(`account|${hash(iban)}`));
        // Who has an account here is known.
        if (await hasAccount()) return { supplier: true, account: true };
        if (!(await isThere(SUPPLIER))) return { supplier: false, account: false };
        // Somebody may have booked for the first time between the two looks: then both are there now.
        return { supplier: true, account: await hasAccount() };
      }),
  };
};

const ENTRY = 'entry|';
const AFTER_ENTRIES = 'entry}';
const SUPPLIER = 'supplier';

/** Keys sort upwards, and the latest entries come first: so the date counts down. */
const entryRowOf = ({ issueDate }: LedgerEntry, id: string): string =>
  `${ENTRY}${99_999_999 - Number(issueDate.replaceAll('-', ''))}|${id}`;

const recentOf = ({ kind, currency, payable, issueDate, iban }: RecentEntry): RecentEntry => ({
  kind,
  currency,
  payable,
  issueDate,
  // A column that a row does not have comes as null.
  ...(iban && { iban }),
});

/** A row that says which entry it is there for. */
interface Pointing {
  entry: string;
}

// What a supplier or a document is known by may have characters that keys may not.
const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);
const partitionOf = hash;

const accountOf = ({ supplier, iban = '' }: LedgerEntry): string => `${hash(supplier)}|${iban}`;

interface Booking {
  id: string;
  key: string;
  /** The rows of the supplier and the account are there. */
  isKnown: boolean;
}

const rowsOf = (entry: LedgerEntry, { id, key, isKnown }: Booking): TransactionAction[] => {
  const partitionKey = partitionOf(entry.supplier);
  const pointing = (rowKey: string): TransactionAction => [
    'upsert',
    { partitionKey, rowKey, entry: id } satisfies TableEntity<Pointing>,
    'Replace',
  ];
  const accounts = entry.iban === undefined ? [] : [`account|${hash(entry.iban)}`];
  return [
    ['create', { ...entry, partitionKey, rowKey: entryRowOf(entry, id), key }],
    ...[`document|${hash(entry.document)}`, ...(isKnown ? [] : [SUPPLIER, ...accounts])].map(pointing),
  ];
};

const abortedBy = (signal: AbortSignal | undefined) => (signal ? { abortSignal: signal } : {});

const unlessMissing = (error: unknown): undefined => {
  if (!isMissingRow(error)) throw error;
};

const PASSING = new Set([408, 429, 500, 502, 503, 504]);

/** Says of a failure whether to come back: an answer that refuses stays what it is until somebody has looked. */
const answering = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof RestError)) throw error;
    const { statusCode } = error;
    // Without a status no answer came at all.
    if (statusCode === undefined || PASSING.has(statusCode))
      throw new RetryableError('ledger-unavailable', 'the ledger does not answer', { cause: error });
    throw new TerminalError('ledger-refused', `the ledger refuses: ${codeOf(error) ?? statusCode}`, {
      cause: error,
    });
  }
};
