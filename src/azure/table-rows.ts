import type { TableClient, TableEntity, TableEntityResult, TransactionAction } from '@azure/data-tables';
import { inParallel } from './in-parallel';
import { isMissingRow, platformError } from './table-faults';
import { AT_ONCE, tableWrites, type TableWrite } from './table-writes';

/** `insert` conflicts with a row that is there, `upsert` with none, an ETag with every other. */
export interface RowWrite {
  row: TableEntity<object>;
  how: 'insert' | 'upsert' | { etag: string };
}

export interface RowKey {
  partitionKey: string;
  rowKey: string;
}

export type RowFate = { kind: 'saved'; etag: string } | { kind: 'conflict' };

/** What surrounds a row in the body of a transaction. */
const OVERHEAD = 1024;
const CONFLICT: RowFate = { kind: 'conflict' };
const GONE = { kind: 'gone' };

const actionOf = ({ row, how }: RowWrite): TransactionAction => {
  if (how === 'insert') return ['create', row];
  return how === 'upsert' ? ['upsert', row, 'Replace'] : ['update', row, 'Replace', how];
};

/** Reads a row; undefined where there is none. @throws PlatformError when the table does not answer */
export const rowReader = (table: Pick<TableClient, 'getEntity' | 'tableName'>) => {
  const failed = platformError(table.tableName);
  return <T extends object>(
    { partitionKey, rowKey }: RowKey,
    options: { select?: string[] } = {},
  ): Promise<TableEntityResult<T> | undefined> =>
    table
      .getEntity<T>(partitionKey, rowKey, { queryOptions: options })
      .catch((error: unknown) => (isMissingRow(error) ? undefined : failed(error)));
};

/** Reads and writes rows of a table with few calls. @throws PlatformError when the table does not answer */
export const tableRows = (table: TableClient) => {
  const read = rowReader(table);
  const writeAll = tableWrites(table);

  const isTaken = async ({ row, how }: RowWrite): Promise<boolean> => {
    if (how === 'upsert') return false;
    const there = await read(row, { select: ['PartitionKey'] });
    return how === 'insert' ? there !== undefined : there?.etag !== how.etag;
  };

  const writing = (write: RowWrite): TableWrite<RowFate> => ({
    name: write.row.rowKey,
    actions: [actionOf(write)],
    weight: Buffer.byteLength(JSON.stringify(write.row)) + OVERHEAD,
    written: (etag) => ({ kind: 'saved', etag }),
    judged: async ({ alone }) => (alone || (await isTaken(write)) ? CONFLICT : undefined),
    lost: () => CONFLICT,
  });

  const removing = ({ partitionKey, rowKey }: RowKey): TableWrite<object> => ({
    name: rowKey,
    actions: [['delete', { partitionKey, rowKey }]],
    weight: OVERHEAD,
    written: () => GONE,
    judged: async ({ alone }) =>
      alone || !(await read({ partitionKey, rowKey }, { select: ['PartitionKey'] })) ? GONE : undefined,
    lost: () => GONE,
  });

  return {
    /** The fate of each write, in their order. */
    write: (writes: readonly RowWrite[]): Promise<readonly RowFate[]> => writeAll(writes.map(writing)),

    /** The rows under these keys, in their order; undefined where there is none. */
    read: <T extends object>(keys: readonly RowKey[]) => inParallel(AT_ONCE, keys, (key) => read<T>(key)),

    /** Takes rows out; one that is not there is taken out already. */
    remove: async (keys: readonly RowKey[]): Promise<void> => void (await writeAll(keys.map(removing))),
  };
};
