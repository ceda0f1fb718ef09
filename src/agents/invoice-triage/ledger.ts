import type { InvoiceEntry, InvoiceHistory, InvoiceReference } from './types';

/** What this agent needs from outside: where documents are booked. It does not have to tell a repeated booking from a new one. */
export interface Ledger {
  /** Makes a new entry, every time. `key` is kept with it, so that `booked` finds it. */
  book(entry: InvoiceEntry, options: { key: string; signal?: AbortSignal }): Promise<{ entry: string }>;
  /** The entry that was made with this key; undefined where none was. */
  booked(
    supplier: string,
    key: string,
    options?: { signal?: AbortSignal },
  ): Promise<{ entry: string } | undefined>;
  /** What is known about a document and its supplier. */
  history(document: InvoiceReference, options?: { signal?: AbortSignal }): Promise<InvoiceHistory>;
}

/** An entry as a ledger keeps it. */
export interface Booked extends InvoiceEntry {
  entry: string;
  key: string;
}

/** What a supplier's entries say about a document, whatever keeps them. */
export const historyIn = (
  bookings: readonly Booked[],
  { kind, number }: InvoiceReference,
): InvoiceHistory => {
  const same = bookings.find(
    (booked) => booked.kind === kind && numbered(booked.number) === numbered(number),
  );
  return {
    duplicate: same !== undefined,
    ...(same && { entry: same.entry }),
    bookings: bookings.length,
    ibans: [...new Set(bookings.flatMap(({ iban }) => iban ?? []))].toSorted(),
  };
};

/** Who types a number again may change its case and its blanks, and nothing else. */
const numbered = (number: string): string => number.replace(/\s+/g, '').toUpperCase();

/** A ledger in memory, for tests and trials; `entries` are all that was ever booked, repeated ones included. */
export const memoryLedger = (): Ledger & { readonly entries: readonly Booked[] } => {
  const entries: Booked[] = [];
  const of = (supplier: string) => entries.filter((booked) => booked.supplier === supplier);
  return {
    entries,
    book: async (entry, { key }) => {
      const id = `entry-${entries.length + 1}`;
      entries.push({ ...entry, entry: id, key });
      return { entry: id };
    },
    booked: async (supplier, key) => {
      const found = of(supplier).find((booked) => booked.key === key);
      return found && { entry: found.entry };
    },
    history: async (document) => historyIn(of(document.supplier), document),
  };
};
