import { odata, type TableClient } from '@azure/data-tables';
import { LRUCache } from 'lru-cache';
import { PlatformError } from '../contracts/errors';
import { ENDED } from '../mesh/planner/run';
import { byRun, foldChanges, type FoldedChanges, type RunRecord } from '../mesh/index/record';
import type { Clearable } from '../mesh/ports/clearable';
import type { RunChange, RunIndex, RunQuery, WaitingTask } from '../mesh/ports/run-index';
import {
  indexedRunFrom,
  LISTED,
  recordFrom,
  runKey,
  runRow,
  type RunRow,
  runsPrefix,
  waitingKey,
  waitingPartition,
  waitingRow,
  type WaitingRow,
} from './run-index-row';
import { oldRows } from './old-rows';
import { afterAll } from './table-keys';
import { readPage } from './table-pages';
import { tableRows } from './table-rows';

export interface TableRunIndexOptions {
  /** The table `index`; it has to exist. */
  table: TableClient;
  /** Runs whose rows need not be read before they are written, while no other process writes them. */
  cached?: number;
}

interface Known {
  record: RunRecord;
  etag: string;
}

/** Another process writes a run's row only while a partition changes hands. */
const TRIES = 5;

const filterOf = ({ tenant, status, type, subject }: RunQuery): string => {
  const prefix = runsPrefix(tenant);
  return [
    odata`PartitionKey ge ${prefix} and PartitionKey le ${afterAll(prefix)}`,
    ...(status === undefined ? [] : [odata`status eq ${status}`]),
    ...(type === undefined ? [] : [odata`type eq ${type}`]),
    ...(subject === undefined ? [] : [odata`subject eq ${subject}`]),
  ].join(' and ');
};

/**
 * The index in Table Storage. A run that is new is inserted, one that this process wrote before is replaced by its ETag:
 * rows are read only where either fails.
 */
export const tableRunIndex = ({ table, cached = 10_000 }: TableRunIndexOptions): RunIndex & Clearable => {
  const rows = tableRows(table);
  const cache = new LRUCache<string, Known>({ max: cached });

  const fold = (changes: readonly RunChange[]): FoldedChanges =>
    foldChanges(cache.get(changes[0]!.run.run)?.record, changes);

  const hide = (folded: readonly FoldedChanges[]): Promise<void> =>
    rows.remove(
      folded.flatMap(({ record, hide }) =>
        hide.map(({ task, due }) => waitingKey(record.run.tenant, task, due)),
      ),
    );

  const show = async (folded: readonly FoldedChanges[]): Promise<void> => {
    const tasks = folded.flatMap(({ show }) => show);
    await rows.write(tasks.map((task) => ({ row: waitingRow(task), how: 'upsert' })));
  };

  const readAgain = async (records: readonly RunRecord[]): Promise<void> => {
    const found = await rows.read<RunRow>(records.map(({ run }) => runKey(run)));
    records.forEach(({ run }, at) => {
      const row = found[at];
      if (row) cache.set(run.run, { record: recordFrom(row), etag: row.etag });
      else cache.delete(run.run);
    });
  };

  /**
   * Out of the list of what waits first, into it last: whatever a death leaves undone, the same changes do when they
   * come again. Answers the changes of runs that somebody else wrote meanwhile.
   */
  const writeOnce = async (changes: readonly (readonly RunChange[])[]): Promise<(readonly RunChange[])[]> => {
    const folded = changes.map(fold);
    await hide(folded);
    const fates = await rows.write(
      folded.map(({ record }) => {
        const etag = cache.get(record.run.run)?.etag;
        return { row: runRow(record), how: etag === undefined ? 'insert' : { etag } };
      }),
    );
    const isSaved = (_: unknown, at: number) => fates[at]!.kind === 'saved';
    folded.forEach(({ record }, at) => {
      const fate = fates[at]!;
      if (fate.kind === 'saved') cache.set(record.run.run, { record, etag: fate.etag });
    });
    await show(folded.filter(isSaved));
    await readAgain(folded.filter((_, at) => !isSaved(_, at)).map(({ record }) => record));
    return changes.filter((_, at) => !isSaved(_, at));
  };

  return {
    write: async (changes) => {
      let left = [...byRun(changes).values()] as (readonly RunChange[])[];
      for (let tries = 0; left.length > 0; tries += 1) {
        if (tries === TRIES) throw new PlatformError(`${left.length} runs of the index change all the time`);
        left = await writeOnce(left);
      }
    },
    old: (before) =>
      oldRows<RunRow>(table, {
        before,
        filter: `(${ENDED.map((status) => odata`status eq ${status}`).join(' or ')})`,
        select: ['run'],
        idOf: (row) => indexedRunFrom(row).run,
      }),
    list: async (query) => {
      const { cursor, limit } = query;
      const page = await readPage<RunRow>(table, { filter: filterOf(query), select: LISTED, cursor, limit });
      return {
        items: page.rows.map(indexedRunFrom),
        ...(page.cursor !== undefined && { cursor: page.cursor }),
      };
    },
    waiting: async ({ tenant, cursor, limit }) => {
      const filter = odata`PartitionKey eq ${waitingPartition(tenant)}`;
      const page = await readPage<WaitingRow>(table, { filter, cursor, limit });
      return {
        items: page.rows.map(({ task }) => JSON.parse(task) as WaitingTask),
        ...(page.cursor !== undefined && { cursor: page.cursor }),
      };
    },
  };
};
