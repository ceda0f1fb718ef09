import type { TableClient, TransactionAction } from '@azure/data-tables';
import { PlatformError } from '../contracts/errors';
import type { LineChange, RunChange, Saved } from '../mesh/ports/run-store';
import { inParallel } from './in-parallel';
import { lineWrites } from './line-writes';
import {
  checkedVersion,
  isReserved,
  keysOf,
  partitionOf,
  reservedRow,
  rowKeyOf,
  rowsOf,
  shelfOf,
  weightOf,
} from './run-rows';
import type { FirstRow, RunRow, Shelf } from './run-rows';
import { rowReader } from './table-rows';
import { AT_ONCE, tableWrites, TRANSACTION_BYTES, type TableWrite } from './table-writes';

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
  line: LineChange | undefined;
}

const isInLine = (write: Write): write is Write & { line: LineChange } => write.line !== undefined;

const CONFLICT: Saved = { kind: 'conflict' };

/** Writes runs, each whole and by its ETag. */
export const runWrites = (table: TableClient, newNonce: () => string) => {
  const read = rowReader(table);
  const writeAll = tableWrites(table);
  const writeInLine = lineWrites(table, writeAll);

  const first = async (shelf: Shelf, id: string): Promise<(FirstRow & { etag: string }) | undefined> => {
    const row = await read<FirstRow>(keysOf(shelf, id), { select: ['v', 'nonce', 'more', 'status'] });
    return row && checkedVersion(row);
  };

  /** What the rows that are there say of a write that conflicted: an own one, whose answer was lost, or somebody else's. */
  const judged = async ({ id, nonce, shelf, rows, before }: Write): Promise<Saved | undefined> => {
    const there = await first(shelf, id);
    if (there?.nonce === nonce) return savedAs({ shelf, more: rows.length - 1, etag: there.etag });
    if (!before) return (there ?? (await first(otherThan(shelf), id))) ? CONFLICT : undefined;
    if (before.shelf === shelf) return there?.etag === before.etag ? undefined : CONFLICT;
    const source = await first(before.shelf, id);
    return source?.etag === before.etag && (!there || isReserved(there)) ? undefined : CONFLICT;
  };

  const writing = (write: Write): TableWrite<Saved> => {
    const { id, shelf, rows, before } = write;
    const moves = before !== undefined && before.shelf !== shelf;
    return {
      name: id,
      actions: [...puts(write), ...reservation(write), ...removals(id, rows.length, shelf, before)],
      deletes: new Map(moves ? [[rowKeyOf(before.shelf, id), before.etag]] : []),
      weight: weightOfRun(write),
      written: (etag) => savedAs({ shelf, more: rows.length - 1, etag }),
      judged: () => judged(write),
      lost: () => CONFLICT,
    };
  };

  /** A run that is new must be on neither shelf. One that is active reserves its place among the ended; one that ends as it begins has to look. */
  const isElsewhere = async ({ id, shelf, before }: Write): Promise<boolean> =>
    before === undefined && shelf === 'z' && (await first('a', id)) !== undefined;

  return async (changes: readonly RunChange[]): Promise<readonly Saved[]> => {
    const writes = changes.map((change) => writeOf(change, newNonce()));
    const elsewhere = await inParallel(AT_ONCE, writes, isElsewhere);
    const gone = new Set(writes.filter((_, nth) => elsewhere[nth]));
    const [alone, inLines] = [writes.filter(({ line }) => !line), writes.filter(isInLine)];
    const answers = new Map<Write, Saved>();
    const answered = (some: readonly Write[], saved: readonly Saved[]) =>
      some.forEach((write, nth) => answers.set(write, saved[nth]!));

    const open = alone.filter((write) => !gone.has(write));
    const lines = [...Map.groupBy(inLines, ({ line }) => line.line.key).values()];
    await Promise.all([
      writeAll(open.map(writing)).then((saved) => answered(open, saved)),
      inParallel(AT_ONCE, lines, async (all) => {
        const some = upToFirst(all, (write) => gone.has(write));
        answered(some, await writeInLine(some.map((write) => ({ write: writing(write), line: write.line }))));
      }),
    ]);
    return writes.map((write) => answers.get(write) ?? CONFLICT);
  };
};

const savedAs = (place: Place): Saved => ({ kind: 'saved', etag: tokenOf(place) });

/** Those that come before the first that is such. */
const upToFirst = <T>(all: readonly T[], is: (one: T) => boolean): readonly T[] => {
  const first = all.findIndex(is);
  return first < 0 ? all : all.slice(0, first);
};

const writeOf = ({ run, etag, line }: RunChange, nonce: string): Write => ({
  id: run.id,
  nonce,
  shelf: shelfOf(run),
  rows: rowsOf(run, nonce),
  before: etag === undefined ? undefined : placeOf(etag),
  line,
});

const weightOfRun = ({ id, rows }: Write): number => {
  const weight = rows.reduce((sum, row) => sum + weightOf(row), 0);
  if (weight <= TRANSACTION_BYTES) return weight;
  throw new PlatformError(`run ${id} has grown to ${weight} bytes, more than one write takes`);
};

const otherThan = (shelf: Shelf): Shelf => (shelf === 'a' ? 'z' : 'a');

/** The first row decides; those behind it belong to whoever wrote that. */
const puts = ({ rows: [head, ...rest], shelf, before }: Write): TransactionAction[] => [
  putOfFirst(head!, shelf, before),
  ...rest.map((row): TransactionAction => ['upsert', row, 'Replace']),
];

/** Where a run ends, its removal from the active ones decides: only that it was there makes its reserved place its own. */
const putOfFirst = (head: RunRow, shelf: Shelf, before: Place | undefined): TransactionAction => {
  if (!before) return ['create', head];
  if (before.shelf === shelf) return ['update', head, 'Replace', { etag: before.etag }];
  return ['upsert', head, 'Replace'];
};

/** So that the same intent, come again after the end, meets a row where it begins: no look before each that is new. */
const reservation = ({ id, nonce, shelf, before }: Write): TransactionAction[] =>
  before === undefined && shelf === 'a' ? [['create', reservedRow(id, nonce)]] : [];

/** Rows of the state before that are no longer needed. */
const removals = (id: string, kept: number, shelf: Shelf, before: Place | undefined): TransactionAction[] => {
  if (!before) return [];
  const from = before.shelf === shelf ? kept : 0;
  return Array.from({ length: Math.max(0, before.more + 1 - from) }, (_, nth) => [
    'delete',
    { partitionKey: partitionOf(id), rowKey: rowKeyOf(before.shelf, id, from + nth) },
  ]);
};
