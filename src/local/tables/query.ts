import { matches } from './filter/evaluate';
import { keyRangeOf } from './filter/key-range';
import { parseFilter, type Condition } from './filter/parse';
import type { Key } from './keys';
import { propertiesIn } from './properties';
import { refusal } from './refusal';
import { timestampOf } from './stamp';
import type { Row, Store } from './store';

export interface Query {
  filter: string | undefined;
  top: number;
  /** The first row that may be in the answer. */
  from?: Key;
}

export interface Page {
  rows: readonly Row[];
  /** The row that the next page begins with; absent where there is none. */
  next?: Key;
}

export const MOST_ROWS = 1_000;
/** A page that has looked at so many rows says where to go on: nobody else is served meanwhile. */
const MOST_LOOKED_AT = 10_000;

/** The number of rows that are asked for. @throws Refusal for one that no page may have */
export const topOf = (text: string | null): number => {
  if (text === null) return MOST_ROWS;
  const top = Number(text);
  if (/^\d+$/.test(text) && top >= 1 && top <= MOST_ROWS) return top;
  throw refusal('InvalidInput', `$top is '${text}', and must be a number from 1 to ${MOST_ROWS}.`);
};

const isIn = (condition: Condition, { stamp, text }: Row): boolean =>
  matches(condition, {
    ...propertiesIn(text),
    Timestamp: timestampOf(stamp),
    'Timestamp@odata.type': 'Edm.DateTime',
  });

const isBefore = (one: Key, other: Key): boolean =>
  (Buffer.compare(one.pk, other.pk) || Buffer.compare(one.rk, other.rk)) < 0;

/** A page of a table's rows, in the order of their keys. @throws Refusal for a filter that cannot be read */
export const pageOf = (store: Store, table: number, { filter, top, from }: Query): Page => {
  const condition = filter === undefined || filter.trim() === '' ? undefined : parseFilter(filter);
  const { exact, ...range } = keyRangeOf(condition);
  const start = from && isBefore(range.from, from) ? from : range.from;
  const rows: Row[] = [];
  let lookedAt = 0;
  for (const found of store.scan(table, { ...range, from: start })) {
    const { pk, rk } = found;
    if (lookedAt === MOST_LOOKED_AT) return { rows, next: { pk, rk } };
    lookedAt += 1;
    if (condition && !exact && !isIn(condition, found)) continue;
    if (rows.length === top) return { rows, next: { pk, rk } };
    rows.push(found);
  }
  return { rows };
};
