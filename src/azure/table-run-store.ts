import { randomUUID } from 'node:crypto';
import { odata } from '@azure/data-tables';
import type { TableClient } from '@azure/data-tables';
import { PlatformError } from '../contracts/errors';
import { BUCKETS, bucketKey } from '../contracts/ids';
import type { Clearable } from '../mesh/ports/clearable';
import type { DueRun, RunStore, StoredRun } from '../mesh/ports/run-store';
import { inParallel } from './in-parallel';
import { lineKeysOf, lineOf } from './line-rows';
import { oldRows } from './old-rows';
import { checkedVersion, ENDED_ROWS, isReserved, keysOf, runOf } from './run-rows';
import type { FirstRow, Shelf } from './run-rows';
import { runWrites, tokenOf } from './run-writes';
import { isMissingRow, platformError } from './table-faults';
import { rowReader } from './table-rows';

interface Deps {
  /** The table `runs`; it has to exist. */
  table: TableClient;
  /** Unlike any other. */
  newNonce?: () => string;
}

const READS = 16;
const SCANS = 8;
/** Rows of one run are read one by one: somebody may write it in between. */
const TRIES = 5;

type Row = FirstRow & Record<string, unknown> & { etag: string };

/**
 * Runs in Table Storage, in the partition of their bucket: `a|<run>` while active, `z|<run>` when ended, compressed,
 * with rows behind the first one where it grows over one.
 */
export const tableRunStore = ({ table, newNonce = randomUUID }: Deps): RunStore & Clearable => {
  const failed = platformError(table.tableName);
  const read = rowReader(table);

  const row = (shelf: Shelf, id: string, nth = 0): Promise<Row | undefined> =>
    read<Row>(keysOf(shelf, id, nth));

  const onShelf = async (shelf: Shelf, id: string): Promise<StoredRun | 'changing' | undefined> => {
    const first = await row(shelf, id);
    if (!first || isReserved(first)) return undefined;
    const { more, etag } = checkedVersion(first);
    const others = await Promise.all(Array.from({ length: more }, (_, nth) => row(shelf, id, nth + 1)));
    const run = runOf([first, ...others]);
    return run ? { run, etag: tokenOf({ shelf, more, etag }) } : 'changing';
  };

  const loadOne = async (id: string): Promise<StoredRun | undefined> => {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const active = await onShelf('a', id);
      const found = active ?? (await onShelf('z', id));
      if (found !== 'changing') return found;
    }
    throw new PlatformError(`run ${id} changes faster than it can be read`);
  };

  /** Nothing of the run is read but what its token is made of. */
  const etagOnShelf = async (shelf: Shelf, id: string): Promise<string | undefined> => {
    const first = await read<FirstRow>(keysOf(shelf, id), { select: ['v', 'more', 'status'] });
    if (!first || isReserved(checkedVersion(first))) return undefined;
    return tokenOf({ shelf, more: first.more, etag: first.etag });
  };

  const dueIn = async (bucket: number, at: number, limit: number): Promise<DueRun[]> => {
    const due: DueRun[] = [];
    // `}` comes after `|`: all active runs of the bucket, and no other rows.
    const filter = odata`PartitionKey eq ${bucketKey(bucket)} and RowKey ge 'a|' and RowKey lt 'a}' and dueAt le ${new Date(at)}`;
    const rows = table.listEntities<FirstRow>({
      queryOptions: { filter, select: ['RowKey', 'tenant', 'dueAt'] },
    });
    for await (const { rowKey, tenant, dueAt } of rows) {
      if (due.length >= limit) break;
      due.push({ id: rowKey!.slice('a|'.length), tenant, dueAt: dueAt!.getTime() });
    }
    return due;
  };

  return {
    load: async (ids) => {
      const found = await inParallel(READS, ids, loadOne);
      return new Map(ids.flatMap((id, nth) => (found[nth] ? [[id, found[nth]] as const] : [])));
    },
    etag: async (id) => (await etagOnShelf('a', id)) ?? etagOnShelf('z', id),
    line: async (key) => {
      const { partitionKey, rowKey } = lineKeysOf(key);
      try {
        const row = checkedVersion(await table.getEntity<Row>(partitionKey, rowKey));
        return { line: lineOf(key, row), etag: row.etag };
      } catch (error) {
        return isMissingRow(error) ? undefined : failed(error);
      }
    },
    save: runWrites(table, newNonce),
    old: (before) =>
      oldRows(table, {
        before,
        filter: ENDED_ROWS,
        idOf: ({ rowKey }) => rowKey!.split('|')[1],
      }),
    due: async (at, limit) => {
      const buckets = Array.from({ length: BUCKETS }, (_, bucket) => bucket);
      const due = await inParallel(SCANS, buckets, (bucket) => dueIn(bucket, at, limit).catch(failed));
      return due.flat().slice(0, limit);
    },
  };
};
