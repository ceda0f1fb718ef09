import { odata, type TableClient, type TableEntity } from '@azure/data-tables';
import { PlatformError } from '../contracts/errors';
import type { Clearable } from '../mesh/ports/clearable';
import type { ReplayStore, StoredReplay } from '../mesh/ports/replay-store';
import { isActive, type ItemState, type Replay, type ReplayItem } from '../mesh/replayer/replay';
import { oldRows } from './old-rows';
import { afterAll, backwards, forwards, keyPart } from './table-keys';
import { readPage } from './table-pages';
import { type RowKey, tableRows, type RowWrite } from './table-rows';

/**
 * `r|<replay>` holds `head` and its items, `active` those that have letters to send, `l|<tenant>` which there are. A head
 * that is larger than one property goes on in the next: it names a thousand letters, or carries an edit.
 */
type HeadRow = Readonly<Partial<Record<string, string>>>;

/** What leads to a replay. */
interface PointerRow {
  replay: string;
}

interface ItemRow {
  letter: string;
  state: string;
  reason?: string;
}

const ACTIVE = 'active';
const VERSION = 1;
/** An item's reason; a table's property holds twice as much. */
const REASON = 4_000;

const partitionOf = (id: string): string => `r|${keyPart(id)}`;
const headKey = (id: string) => ({ partitionKey: partitionOf(id), rowKey: 'head' });
const itemPrefix = 'i|';
const itemKey = (id: string, index: number) => ({
  partitionKey: partitionOf(id),
  rowKey: `${itemPrefix}${String(index).padStart(6, '0')}`,
});
const activeKey = ({ id, createdAt }: Replay) => ({
  partitionKey: ACTIVE,
  rowKey: `${forwards(createdAt)}|${keyPart(id)}`,
});

const listPartition = (tenant: string): string => `l|${keyPart(tenant)}`;
const listKey = ({ id, tenant, createdAt }: Replay) => ({
  partitionKey: listPartition(tenant),
  rowKey: `${backwards(createdAt)}|${keyPart(id)}`,
});

/** A property holds 32 K characters; what is more than these is larger than a request. */
const PIECE = 30_000;
const COLUMNS = Array.from({ length: 16 }, (_, at) => `replay${at || ''}`);

/** As ASCII, so that no character is cut in two. */
const asciiJson = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

const piecesOf = (json: string): HeadRow =>
  Object.fromEntries(
    COLUMNS.map((name, at) => [name, json.slice(at * PIECE, (at + 1) * PIECE)]).filter(([, piece]) => piece),
  );

const headRow = (replay: Replay): TableEntity<HeadRow> => ({
  ...headKey(replay.id),
  ...piecesOf(asciiJson(replay)),
});
const pointing = (key: RowKey, { id }: Replay): RowWrite => {
  const row: TableEntity<PointerRow> = { ...key, replay: id };
  return { row, how: 'upsert' };
};

const itemRow = (id: string, { index, letter, state, reason }: ReplayItem): TableEntity<ItemRow> => ({
  ...itemKey(id, index),
  letter,
  state,
  ...(reason !== undefined && { reason: reason.slice(0, REASON) }),
});

const itemFrom = ({ rowKey, letter, state, reason }: ItemRow & { rowKey?: string }): ReplayItem => ({
  index: Number(rowKey!.slice(itemPrefix.length)),
  letter,
  state: state as ItemState,
  ...(typeof reason === 'string' && { reason }),
});

const replayFrom = (row: HeadRow): Replay => {
  const replay = JSON.parse(COLUMNS.map((name) => row[name] ?? '').join('')) as Replay;
  if (replay.v > VERSION)
    throw new PlatformError(
      `the replay ${replay.id} was written by newer code (version ${String(replay.v)})`,
    );
  return replay;
};

/**
 * Replays in Table Storage: a partition a replay, with a row for each letter of its set. The head is written when the
 * set stands, and what leads to it after that.
 *
 * @param table the table `replays`; it has to exist
 */
export const tableReplayStore = ({ table }: { table: TableClient }): ReplayStore & Clearable => {
  const rows = tableRows(table);

  const load = async (id: string): Promise<StoredReplay | undefined> => {
    const [row] = await rows.read<HeadRow>([headKey(id)]);
    return row && { replay: replayFrom(row), etag: row.etag };
  };

  const pointedAt = async (pointers: readonly PointerRow[]): Promise<readonly Replay[]> => {
    const heads = await rows.read<HeadRow>(pointers.map(({ replay }) => headKey(replay)));
    return heads.flatMap((head) => (head ? [replayFrom(head)] : []));
  };

  return {
    load,
    old: (before) =>
      oldRows<HeadRow>(table, {
        before,
        filter: odata`PartitionKey ge ${'r|'} and PartitionKey lt ${'r}'} and RowKey eq ${'head'}`,
        select: COLUMNS,
        idOf: (row) => (isActive(replayFrom(row)) ? undefined : replayFrom(row).id),
        others: (row) => {
          const replay = replayFrom(row);
          const items = Array.from({ length: replay.total }, (_, index) => itemKey(replay.id, index));
          return [listKey(replay), ...items];
        },
      }),
    create: async (replay, letters) => {
      const known = await load(replay.id);
      if (!known) {
        const items = letters.map((letter, index): RowWrite => ({
          row: itemRow(replay.id, { index, letter, state: 'pending' }),
          how: 'insert',
        }));
        await rows.write(items);
        await rows.write([{ row: headRow(replay), how: 'insert' }]);
      }
      // Last, and again where the head stands already: a writer may have died before this.
      const current = known?.replay ?? replay;
      const keys = [listKey(current), ...(isActive(current) ? [activeKey(current)] : [])];
      await rows.write(keys.map((key) => pointing(key, current)));
    },
    save: async (replay, etag) => {
      const [fate] = await rows.write([{ row: headRow(replay), how: { etag } }]);
      if (fate!.kind === 'conflict') return 'conflict';
      if (!isActive(replay)) await rows.remove([activeKey(replay)]);
      return 'saved';
    },
    active: async (limit) => {
      const filter = odata`PartitionKey eq ${ACTIVE}`;
      const listed = (await readPage<PointerRow>(table, { filter, limit })).rows;
      const listedReplays = await pointedAt(listed);
      // Whoever moved it on for the last time died before it was taken from the list.
      await rows.remove(listedReplays.filter((replay) => !isActive(replay)).map(activeKey));
      return listedReplays.filter(isActive).map(({ id }) => id);
    },
    list: async ({ tenant, cursor, limit }) => {
      const filter = odata`PartitionKey eq ${listPartition(tenant)}`;
      const page = await readPage<PointerRow>(table, { filter, limit, cursor });
      return {
        replays: await pointedAt(page.rows),
        ...(page.cursor !== undefined && { cursor: page.cursor }),
      };
    },
    items: async (id, from, limit) => {
      const filter = odata`PartitionKey eq ${partitionOf(id)} and RowKey ge ${itemKey(id, from).rowKey} and RowKey lt ${afterAll(itemPrefix)}`;
      return (await readPage<ItemRow>(table, { filter, limit })).rows.map(itemFrom);
    },
    settle: async (items) => {
      await rows.write(items.map(({ replay, ...item }) => ({ row: itemRow(replay, item), how: 'upsert' })));
    },
  };
};
