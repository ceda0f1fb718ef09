import type { TableClient, TransactionAction } from '@azure/data-tables';
import { PlatformError } from '../contracts/errors';
import type { RunChange, Saved } from '../mesh/ports/run-store';
import { guardedTransactions } from './guarded-deletes';
import { inParallel } from './in-parallel';
import { checkedVersion, partitionOf, rowKeyOf, rowsOf, shelfOf, weightOf } from './run-rows';
import type { FirstRow, RunRow, Shelf } from './run-rows';
import { isMissingRow, isRowConflict, platformError } from './table-faults';

/** Where a run was when it was read: what the ETag of the port holds. */
interface Place {
  shelf: Shelf;
  more: number;
  etag: string;
}

export const tokenOf = ({ shelf, more, etag }: Place): string => `${shelf}${more} ${etag}`;
const placeOf = (token: string): Place => {
  const space = token.indexOf(' ');
  return { shelf: token[0] as Shelf, more: Number(token.slice(1, space)), etag: token.slice(space + 1) };
};

/** One run to be written, and all that this takes. */
interface Write {
  id: string;
  nonce: string;
  shelf: Shelf;
  rows: readonly RunRow[];
  before: Place | undefined;
  actions: TransactionAction[];
  /** ETags of the rows that may only be deleted as they were read. */
  deletes: ReadonlyMap<string, string>;
  weight: number;
}

/** Of a transaction; the service takes 4 MiB. */
const ROWS = 100;
const BYTES = 3 * 1024 * 1024;
const AT_ONCE = 16;

/**
 * Writes runs, each whole and by its ETag, as few transactions as there are partitions. After a conflict the first rows
 * are read: what was written after all, and what somebody else was faster with, is answered by that; the rest goes once
 * more together, then run by run.
 */
export const runWrites = (table: TableClient, newNonce: () => string) => {
  const failed = platformError(table.tableName);
  const transact = guardedTransactions(table);

  /** The ETag of each run's first row; undefined after a conflict, which leaves nothing written. */
  const together = async (writes: readonly Write[]): Promise<readonly string[] | undefined> => {
    try {
      const deletes = new Map(writes.flatMap((write) => [...write.deletes]));
      const { subResponses } = await transact(
        writes.flatMap(({ actions }) => actions),
        deletes,
      );
      const firsts = writes.map((_, nth) =>
        writes.slice(0, nth).reduce((sum, { actions }) => sum + actions.length, 0),
      );
      return firsts.map((at) => subResponses[at]!.etag!);
    } catch (error) {
      return isRowConflict(error) ? undefined : failed(error);
    }
  };

  const first = async (shelf: Shelf, id: string): Promise<(FirstRow & { etag: string }) | undefined> => {
    try {
      const options = { queryOptions: { select: ['v', 'nonce', 'more'] } };
      return checkedVersion(await table.getEntity<FirstRow>(partitionOf(id), rowKeyOf(shelf, id), options));
    } catch (error) {
      return isMissingRow(error) ? undefined : failed(error);
    }
  };

  /** What the rows that are there say of a write that conflicted; undefined when it may be sent once more. */
  const judged = async ({ id, nonce, shelf, rows, before }: Write): Promise<Saved | undefined> => {
    const there = await first(shelf, id);
    if (there?.nonce === nonce) return savedAs({ shelf, more: rows.length - 1, etag: there.etag });
    const source = before && before.shelf !== shelf ? await first(before.shelf, id) : there;
    const unchanged = source?.etag === before?.etag && (before?.shelf === shelf || !there);
    return unchanged ? undefined : { kind: 'conflict' };
  };

  const writeGroup = async (group: readonly Write[], answers: Map<Write, Saved>): Promise<void> => {
    let open = group;
    for (let time = 0; time < 2 && open.length > 0; time += 1) open = await tried(open, answers);
    for (const write of open)
      if ((await tried([write], answers)).length > 0) answers.set(write, { kind: 'conflict' });
  };

  /** Sends the writes as one and answers what can be answered; gives the rest. */
  const tried = async (writes: readonly Write[], answers: Map<Write, Saved>): Promise<readonly Write[]> => {
    const etags = await together(writes);
    if (etags) {
      writes.forEach((write, nth) => answers.set(write, savedAs(placeAfter(write, etags[nth]!))));
      return [];
    }
    const verdicts = await inParallel(AT_ONCE, writes, judged);
    writes.forEach((write, nth) => verdicts[nth] && answers.set(write, verdicts[nth]));
    return writes.filter((_, nth) => !verdicts[nth]);
  };

  /** A run that is new must be on neither shelf; the insert sees to its own, a look to the other. */
  const isElsewhere = async ({ id, shelf, before }: Write): Promise<boolean> =>
    before === undefined && (await first(shelf === 'a' ? 'z' : 'a', id)) !== undefined;

  return async (changes: readonly RunChange[]): Promise<readonly Saved[]> => {
    const answers = new Map<Write, Saved>();
    const writes = changes.map((change) => writeOf(change, newNonce()));
    const elsewhere = await inParallel(AT_ONCE, writes, isElsewhere);
    writes.forEach((write, nth) => elsewhere[nth] && answers.set(write, { kind: 'conflict' }));
    const open = writes.filter((write) => !answers.has(write));
    const partitions = [...Map.groupBy(open, ({ id }) => partitionOf(id)).values()];
    await inParallel(AT_ONCE, partitions, async (partition) => {
      for (const group of inGroups(partition)) await writeGroup(group, answers);
    });
    return writes.map((write) => answers.get(write)!);
  };
};

const savedAs = (place: Place): Saved => ({ kind: 'saved', etag: tokenOf(place) });
const placeAfter = ({ shelf, rows }: Write, etag: string): Place => ({ shelf, more: rows.length - 1, etag });

const writeOf = ({ run, etag }: RunChange, nonce: string): Write => {
  const before = etag === undefined ? undefined : placeOf(etag);
  const [rows, shelf] = [rowsOf(run, nonce), shelfOf(run)];
  const weight = rows.reduce((sum, row) => sum + weightOf(row), 0);
  if (weight > BYTES)
    throw new PlatformError(`run ${run.id} has grown to ${weight} bytes, more than one write takes`);
  const moves = before !== undefined && before.shelf !== shelf;
  return {
    id: run.id,
    nonce,
    shelf,
    rows,
    before,
    actions: [...puts(rows, moves ? undefined : before), ...removals(run.id, rows.length, shelf, before)],
    deletes: new Map(moves ? [[rowKeyOf(before.shelf, run.id), before.etag]] : []),
    weight,
  };
};

/** The first row decides; those behind it belong to whoever wrote that. */
const puts = ([head, ...rest]: readonly RunRow[], before: Place | undefined): TransactionAction[] => [
  before ? ['update', head!, 'Replace', { etag: before.etag }] : ['create', head!],
  ...rest.map((row): TransactionAction => ['upsert', row, 'Replace']),
];

/** Rows of the state before that are no longer needed. */
const removals = (id: string, kept: number, shelf: Shelf, before: Place | undefined): TransactionAction[] => {
  if (!before) return [];
  const from = before.shelf === shelf ? kept : 0;
  return Array.from({ length: Math.max(0, before.more + 1 - from) }, (_, nth) => [
    'delete',
    { partitionKey: partitionOf(id), rowKey: rowKeyOf(before.shelf, id, from + nth) },
  ]);
};

/** As many runs to a transaction as it takes; a run's rows are never split, and no run is twice in one. */
const inGroups = (writes: readonly Write[]): readonly (readonly Write[])[] => {
  const groups: { writes: Write[]; rows: number; weight: number; ids: Set<string> }[] = [];
  for (const write of writes) {
    const last = groups.at(-1);
    const { actions, weight, id } = write;
    if (last && last.rows + actions.length <= ROWS && last.weight + weight <= BYTES && !last.ids.has(id)) {
      last.writes.push(write);
      last.rows += actions.length;
      last.weight += weight;
      last.ids.add(id);
    } else groups.push({ writes: [write], rows: actions.length, weight, ids: new Set([id]) });
  }
  return groups.map((group) => group.writes);
};
