import { odata, type TableClient } from '@azure/data-tables';
import { OPEN_STATES, type Letter, type OpenState } from '../mesh/letters/letter';
import type { Clearable } from '../mesh/ports/clearable';
import type {
  LetterChange,
  LetterQuery,
  LetterStore,
  SavedLetter,
  StoredLetter,
} from '../mesh/ports/letter-store';
import {
  dueRow,
  duePartition,
  letterFrom,
  letterKey,
  letterRow,
  type LetterRow,
  placeOf,
  pointerKey,
  pointerRow,
  type PointerRow,
  SUMMARY,
  summaryFrom,
  behindTenant,
  tenantPrefix,
} from './letter-row';
import { oldRows } from './old-rows';
import { afterAll, backwards, dayBackwards, forwards } from './table-keys';
import { readPage } from './table-pages';
import { tableRows, type RowFate } from './table-rows';

/** A hint may be ahead of its letter, which is written after it: only one that is overdue for so long is taken out. */
const HINT_GRACE_MS = 60_000;
/** More open letters than this are not counted: whoever is told of so many need not know how many more. */
const COUNTED = 10_000;
/** Where letters are, among pointers and hints. */
const LETTERS = odata`PartitionKey ge ${'t|'} and PartitionKey lt ${'t}'}`;

/** A day too late or too early is cut off by the row key, which holds the time itself. */
const filterOf = ({ tenant, fingerprint, type, state, from = 0, to, after }: LetterQuery): string => {
  const prefix = tenantPrefix(tenant);
  const behind = after && letterKey({ tenant, firstAt: after.firstAt }, after.id);
  return [
    odata`PartitionKey ge ${to === undefined ? prefix : prefix + dayBackwards(to)}`,
    odata`PartitionKey le ${prefix + dayBackwards(from)}`,
    odata`RowKey le ${afterAll(backwards(from))}`,
    ...(to === undefined ? [] : [odata`RowKey ge ${backwards(to)}`]),
    // Both keys grow as letters get older: whatever is behind one is behind it in both.
    ...(behind === undefined
      ? []
      : [odata`PartitionKey ge ${behind.partitionKey} and RowKey gt ${behind.rowKey}`]),
    ...(fingerprint === undefined ? [] : [odata`fingerprint eq ${fingerprint}`]),
    ...(type === undefined ? [] : [odata`eventType eq ${type}`]),
    ...(state === undefined ? [] : [odata`state eq ${state}`]),
  ].join(' and ');
};

/**
 * Dead letters in Table Storage: a partition a tenant and day, newest first; a pointer finds a letter by its id, and
 * hints find those that are due. Hint and pointer are written before their letter, so that a death in between loses none.
 *
 * @param table the table `letters`; it has to exist
 */
export const tableLetterStore = ({ table }: { table: TableClient }): LetterStore & Clearable => {
  const rows = tableRows(table);

  const load = async (ids: readonly string[]): Promise<ReadonlyMap<string, StoredLetter>> => {
    const unique = [...new Set(ids)];
    const pointers = await rows.read<PointerRow>(unique.map(pointerKey));
    const known = unique.flatMap((id, at) =>
      pointers[at] ? [{ id, key: letterKey(placeOf(pointers[at]), id) }] : [],
    );
    const found = await rows.read<LetterRow>(known.map(({ key }) => key));
    return new Map(
      known.flatMap(({ id }, at) => {
        const row = found[at];
        return row ? [[id, { letter: letterFrom(row), etag: row.etag }] as const] : [];
      }),
    );
  };

  /** A letter that was begun and whose writer died keeps the place that it was given. */
  const placed = async (changes: readonly LetterChange[]): Promise<readonly Letter[]> => {
    const fresh = changes.filter(({ etag }) => etag === undefined).map(({ letter }) => letter);
    const fates = await rows.write(fresh.map((letter) => ({ row: pointerRow(letter), how: 'insert' })));
    const taken = fresh.filter((_, at) => fates[at]!.kind === 'conflict');
    const pointers = await rows.read<PointerRow>(taken.map(({ id }) => pointerKey(id)));
    const places = new Map(
      taken.flatMap(({ id }, at) => (pointers[at] ? [[id, placeOf(pointers[at])] as const] : [])),
    );
    return changes.map(({ letter, etag }) =>
      etag === undefined ? { ...letter, ...places.get(letter.id) } : letter,
    );
  };

  const save = async (changes: readonly LetterChange[]): Promise<readonly SavedLetter[]> => {
    const due = changes.filter(({ letter }) => letter.dueAt !== undefined);
    await rows.write(due.map(({ letter }) => ({ row: dueRow(letter), how: 'upsert' })));
    const letters = await placed(changes);
    const fates: readonly RowFate[] = await rows.write(
      letters.map((letter, at) => {
        const { etag } = changes[at]!;
        return { row: letterRow(letter), how: etag === undefined ? 'insert' : { etag } };
      }),
    );
    return fates;
  };

  const due: LetterStore['due'] = async (state, at, limit) => {
    const filter = odata`PartitionKey eq ${duePartition(state)} and RowKey le ${afterAll(forwards(at))}`;
    const found: StoredLetter[] = [];
    let cursor: string | undefined;
    do {
      const page = await readPage<{ letter: string }>(table, { filter, limit: limit - found.length, cursor });
      const known = await load(page.rows.map(({ letter }) => letter));
      const isLive = (row: { rowKey?: string; letter: string }) => {
        const letter = known.get(row.letter)?.letter;
        return letter?.state === state && letter.dueAt !== undefined && dueRow(letter).rowKey === row.rowKey;
      };
      found.push(...page.rows.filter(isLive).map(({ letter }) => known.get(letter)!));
      const over = page.rows.filter((row) => !isLive(row) && row.rowKey! < forwards(at - HINT_GRACE_MS));
      await rows.remove(
        over.map(({ partitionKey, rowKey }) => ({ partitionKey: partitionKey!, rowKey: rowKey! })),
      );
      cursor = page.cursor;
    } while (cursor !== undefined && found.length < limit);
    return found;
  };

  /** Reads nothing but the states of what is open; what is resolved the table leaves out itself. */
  const countOpen: LetterStore['countOpen'] = async () => {
    const { rows: open } = await readPage<Pick<LetterRow, 'state'>>(table, {
      filter: `${LETTERS} and state ne 'resolved'`,
      select: ['state'],
      limit: COUNTED,
    });
    const count = (of: OpenState) => open.filter(({ state }) => state === of).length;
    return Object.fromEntries(OPEN_STATES.map((state) => [state, count(state)])) as Record<OpenState, number>;
  };

  /** Leaps from tenant to tenant: what each of them has is not read. */
  const tenants: LetterStore['tenants'] = async (limit) => {
    const found: string[] = [];
    let from = 't|';
    while (found.length < limit) {
      const filter = odata`PartitionKey ge ${from} and PartitionKey lt ${'t}'}`;
      const page = await readPage<LetterRow>(table, { filter, select: SUMMARY, limit: 1 });
      const first = page.rows[0];
      if (!first) return found;
      const { tenant } = summaryFrom(first);
      found.push(tenant);
      from = behindTenant(tenant);
    }
    return found;
  };

  return {
    load,
    save,
    due,
    countOpen,
    tenants,
    old: (before) =>
      oldRows<LetterRow>(table, {
        before,
        filter: `${LETTERS} and state eq 'resolved'`,
        select: ['letter'],
        idOf: (row) => summaryFrom(row).id,
        others: (row) => [pointerKey(summaryFrom(row).id)],
      }),
    search: async (query) => {
      const { cursor, limit } = query;
      const page = await readPage<LetterRow>(table, {
        filter: filterOf(query),
        select: SUMMARY,
        cursor,
        limit,
      });
      return {
        letters: page.rows.map(summaryFrom),
        ...(page.cursor !== undefined && { cursor: page.cursor }),
      };
    },
  };
};
