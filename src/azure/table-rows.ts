import type { TableClient, TableEntity, TransactionAction } from '@azure/data-tables';
import { isMissingRow, isRowConflict, platformError } from './table-faults';

/** `insert` conflicts with a row that is there, `upsert` with none, an ETag with every other. */
export interface RowWrite {
  row: TableEntity<object>;
  how: 'insert' | 'upsert' | { etag: string };
}

export type RowFate = { kind: 'saved'; etag: string } | { kind: 'conflict' };

/** Of a transaction; the service takes 4 MiB. */
const ROWS = 100;
const BYTES = 3 * 1024 * 1024;
/** What surrounds a row in the body of a transaction. */
const OVERHEAD = 1024;
/** Reads under way at a time. */
const READS = 16;

const weightOf = ({ row }: RowWrite): number => Buffer.byteLength(JSON.stringify(row)) + OVERHEAD;

const actionOf = ({ row, how }: RowWrite): TransactionAction => {
  if (how === 'insert') return ['create', row];
  return how === 'upsert' ? ['upsert', row, 'Replace'] : ['update', row, 'Replace', how];
};

/** Indexes of writes, as many to a group as a transaction takes; no row is twice in one. */
const inGroups = (writes: readonly RowWrite[], indexes: readonly number[]): number[][] => {
  const groups: { indexes: number[]; bytes: number; keys: Set<string> }[] = [];
  for (const index of indexes) {
    const bytes = weightOf(writes[index]!);
    const key = writes[index]!.row.rowKey;
    const last = groups.at(-1);
    if (!last || last.indexes.length === ROWS || last.bytes + bytes > BYTES || last.keys.has(key))
      groups.push({ indexes: [index], bytes, keys: new Set([key]) });
    else {
      last.indexes.push(index);
      last.bytes += bytes;
      last.keys.add(key);
    }
  }
  return groups.map(({ indexes }) => indexes);
};

/** Reads and writes rows of a table with few calls. @throws PlatformError when the table does not answer */
export const tableRows = (table: TableClient) => {
  const failed = platformError(table.tableName);
  const conflict = (error: unknown): RowFate => (isRowConflict(error) ? { kind: 'conflict' } : failed(error));

  const alone = async ({ row, how }: RowWrite): Promise<RowFate> => {
    const answer =
      how === 'insert'
        ? table.createEntity(row)
        : how === 'upsert'
          ? table.upsertEntity(row, 'Replace')
          : table.updateEntity(row, 'Replace', how);
    return answer.then(({ etag }): RowFate => ({ kind: 'saved', etag: etag! })).catch(conflict);
  };

  /** A transaction does all or nothing: after a conflict each row goes by itself. */
  const together = async (writes: readonly RowWrite[]): Promise<readonly RowFate[]> => {
    if (writes.length === 1) return [await alone(writes[0]!)];
    try {
      const { subResponses } = await table.submitTransaction(writes.map(actionOf));
      return subResponses.map(({ etag }) => ({ kind: 'saved', etag: etag! }));
    } catch (error) {
      if (!isRowConflict(error)) failed(error);
    }
    return inParallel(writes, alone);
  };

  return {
    /** The fate of each write, in their order. */
    write: async (writes: readonly RowWrite[]): Promise<readonly RowFate[]> => {
      const fates = Array<RowFate>(writes.length);
      const partitions = Map.groupBy(writes.keys(), (index) => writes[index]!.row.partitionKey);
      await Promise.all(
        [...partitions.values()].map(async (ofPartition) => {
          for (const group of inGroups(writes, ofPartition)) {
            const done = await together(group.map((index) => writes[index]!));
            group.forEach((index, at) => (fates[index] = done[at]!));
          }
        }),
      );
      return fates;
    },

    /** The rows under these keys, in their order; undefined where there is none. */
    read: <T extends object>(keys: readonly { partitionKey: string; rowKey: string }[]) =>
      inParallel(keys, ({ partitionKey, rowKey }) =>
        table
          .getEntity<T>(partitionKey, rowKey)
          .catch((error: unknown) => (isMissingRow(error) ? undefined : failed(error))),
      ),

    /** Takes rows out; one that is not there is taken out already. */
    remove: async (keys: readonly { partitionKey: string; rowKey: string }[]): Promise<void> => {
      await inParallel(keys, ({ partitionKey, rowKey }) =>
        table
          .deleteEntity(partitionKey, rowKey)
          .catch((error: unknown) => (isMissingRow(error) ? undefined : failed(error))),
      );
    },
  };
};

const inParallel = async <T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> => {
  const results = Array<R>(items.length);
  const next = items.entries();
  const worker = async () => {
    for (const [index, item] of next) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(READS, items.length) }, worker));
  return results;
};
