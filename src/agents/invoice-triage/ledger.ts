import type { InvoiceEntry, InvoiceReference } from './types';

/** An entry as a ledger takes it. */
export interface LedgerEntry extends InvoiceEntry {
  /** What the document is known by among those of its supplier; see `documentKey`. */
  document: string;
}

interface Options {
  signal?: AbortSignal;
}

/** What this agent needs from outside: where documents are booked. It does not have to tell a repeated booking from a new one. */
export interface Ledger {
  /** Makes a new entry, every time. `key` is kept with it, so that `booked` finds it. */
  book(entry: LedgerEntry, options: Options & { key: string }): Promise<{ entry: string }>;
  /** The entry that was made with this key; undefined where none was. */
  booked(supplier: string, key: string, options?: Options): Promise<{ entry: string } | undefined>;
  /** An entry of this document; undefined where there is none. */
  find(supplier: string, document: string, options?: Options): Promise<{ entry: string } | undefined>;
  /** The entries of a supplier by date of issue, the latest first, `most` at most. */
  recent(supplier: string, options: Options & { most: number }): Promise<readonly RecentEntry[]>;
  /** Whether anything of a supplier was booked, and whether with this account. */
  knows(
    supplier: string,
    iban: string | undefined,
    options?: Options,
  ): Promise<{ supplier: boolean; account: boolean }>;
}

/** What is asked of an entry to tell what is usual. */
export type RecentEntry = Pick<InvoiceEntry, 'kind' | 'currency' | 'payable' | 'issueDate' | 'iban'>;

/** What a document is known by: who types a number again may change its case and its blanks, and nothing else. */
export const documentKey = ({ kind, number }: Pick<InvoiceReference, 'kind' | 'number'>): string =>
  `${kind}:${number.replace(/\s+/g, '').toUpperCase()}`;

/** A ledger in memory, for tests and trials; `entries` are all that was ever booked, repeated ones included. */
export const memoryLedger = (): Ledger & { readonly entries: readonly Booked[] } => {
  const entries: Booked[] = [];
  const of = (supplier: string) => entries.filter((booked) => booked.supplier === supplier);
  const named = (booked: Booked | undefined) => booked && { entry: booked.entry };
  return {
    entries,
    book: async (entry, { key }) => {
      const id = `entry-${entries.length + 1}`;
      entries.push({ ...entry, entry: id, key });
      return { entry: id };
    },
    booked: async (supplier, key) => named(of(supplier).find((booked) => booked.key === key)),
    find: async (supplier, document) =>
      named(of(supplier).findLast((booked) => booked.document === document)),
    recent: async (supplier, { most }) =>
      of(supplier)
        .toSorted((one, other) => other.issueDate.localeCompare(one.issueDate))
        .slice(0, most),
    knows: async (supplier, iban) => ({
      supplier: of(supplier).length > 0,
      account: of(supplier).some((booked) => booked.iban === iban),
    }),
  };
};

interface Booked extends LedgerEntry {
  entry: string;
  key: string;
}
