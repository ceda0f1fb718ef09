import { strangeCursor } from './strange-cursor';

/** What lists are mostly sorted by: a time, and an id for those of the same. */
export type TimeKey = readonly [at: number, id: string];

const byId = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
export const newestFirst = (a: TimeKey, b: TimeKey): number => b[0] - a[0] || byId(a[1], b[1]);
export const earliestFirst = (a: TimeKey, b: TimeKey): number => a[0] - b[0] || byId(a[1], b[1]);

export interface KeysetQuery<T, K> {
  /** What an entry is sorted by, unlike that of any other. */
  keyOf: (entry: T) => K;
  compare: (a: K, b: K) => number;
  cursor: string | undefined;
  limit: number;
}

const positionOf = (cursor: string): unknown => {
  try {
    const position: unknown = JSON.parse(cursor);
    if (Array.isArray(position)) return position;
  } catch {
    // As good as any other text that is no cursor.
  }
  throw strangeCursor();
};

/**
 * A page of a list by the key of the last entry before it, so that entries that come and go shift nothing.
 * @throws TerminalError `invalid-cursor`
 */
export const keysetPage = <T, K extends readonly unknown[]>(
  entries: readonly T[],
  { keyOf, compare, cursor, limit }: KeysetQuery<T, K>,
): { items: readonly T[]; cursor?: string } => {
  const after = cursor === undefined ? undefined : (positionOf(cursor) as K);
  const sorted = entries.toSorted((a, b) => compare(keyOf(a), keyOf(b)));
  const left = after ? sorted.filter((entry) => compare(keyOf(entry), after) > 0) : sorted;
  const items = structuredClone(left.slice(0, limit));
  return { items, ...(left.length > limit && { cursor: JSON.stringify(keyOf(items.at(-1)!)) }) };
};
