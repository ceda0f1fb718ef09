import { justAfter, keyBytes, type Key } from '../keys';
import type { Comparison, Condition } from './parse';

const NOTHING = Buffer.alloc(0);

/** Keys from one on, up to another that is not in it. */
export interface KeyRange {
  from: Key;
  /** Absent: to the table's end. */
  until?: Key;
}

/** What holds in any case, in the conditions joined by `and`. */
const certain = (condition: Condition): readonly Comparison[] => {
  if (condition.kind === 'and') return [...certain(condition.left), ...certain(condition.right)];
  return condition.kind === 'compare' && condition.literal.kind === 'string' ? [condition] : [];
};

interface Bounds {
  from: Buffer;
  until?: Buffer;
}

const least = (one: Buffer | undefined, other: Buffer): Buffer =>
  one && Buffer.compare(one, other) < 0 ? one : other;
const most = (one: Buffer, other: Buffer): Buffer => (Buffer.compare(one, other) > 0 ? one : other);

const narrowed = ({ from, until }: Bounds, { operator, literal }: Comparison): Bounds => {
  const bytes = keyBytes(literal.value as string);
  const same = { from, ...(until && { until }) };
  switch (operator) {
    case 'eq':
      return { from: most(from, bytes), until: least(until, justAfter(bytes)) };
    case 'ge':
      return { ...same, from: most(from, bytes) };
    case 'gt':
      return { ...same, from: most(from, justAfter(bytes)) };
    case 'lt':
      return { from, until: least(until, bytes) };
    case 'le':
      return { from, until: least(until, justAfter(bytes)) };
    case 'ne':
      return same;
  }
};

const boundsOf = (name: string, comparisons: readonly Comparison[]): Bounds =>
  comparisons.filter((one) => one.name === name).reduce(narrowed, { from: NOTHING });

/** One partition is all that can be in the bounds: then they end where its successor would begin. */
const isOne = ({ from, until }: Bounds): boolean =>
  until !== undefined && Buffer.compare(until, justAfter(from)) === 0;

/** Whether a range of keys says all that a condition does. */
const isAbout = (condition: Condition, names: readonly string[]): boolean => {
  if (condition.kind === 'and') return isAbout(condition.left, names) && isAbout(condition.right, names);
  return (
    condition.kind === 'compare' &&
    names.includes(condition.name) &&
    condition.operator !== 'ne' &&
    condition.literal.kind === 'string'
  );
};

/**
 * The keys that rows of a filter can have: the whole range is read, so the narrower the better.
 * `exact`: every row in it is one of the filter's.
 */
export const keyRangeOf = (condition: Condition | undefined): KeyRange & { exact: boolean } => {
  const comparisons = condition ? certain(condition) : [];
  const partition = boundsOf('PartitionKey', comparisons);
  if (!isOne(partition))
    return {
      exact: !condition || isAbout(condition, ['PartitionKey']),
      from: { pk: partition.from, rk: NOTHING },
      ...(partition.until && { until: { pk: partition.until, rk: NOTHING } }),
    };
  const row = boundsOf('RowKey', comparisons);
  return {
    exact: isAbout(condition!, ['PartitionKey', 'RowKey']),
    from: { pk: partition.from, rk: row.from },
    until: row.until ? { pk: partition.from, rk: row.until } : { pk: partition.until!, rk: NOTHING },
  };
};
