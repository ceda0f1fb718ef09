import { odata, type TableClient, type TableEntity } from '@azure/data-tables';
import { PlatformError } from '../contracts/errors';
import type { Clearable } from '../mesh/ports/clearable';
import type { ReplayStore, StoredReplay } from '../mesh/ports/replay-store';
import { isActive, type ItemState, type Replay, type ReplayItem } from '../mesh/replayer/replay';
import { oldRows } from './old-rows';
import { afterAll, forwards, keyPart } from './table-keys';
import { readPage } from './table-pages';
import { tableRows, type RowWrite } from './table-rows';

/** `r|<replay>` holds `head` and its items, `active` those that have letters to send. */
interface HeadRow {
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

const headRow = (replay: Replay): TableEntity<HeadRow> => ({
  ...headKey(replay.id),
  replay: JSON.stringify(replay),
});
const activeRow = (replay: Replay) => ({ ...activeKey(replay), replay: replay.id });

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

const replayFrom = (json: string): Replay => {
  const replay = JSON.parse(json) as Replay;
  if (replay.v > VERSION)
    throw new PlatformError(
      `the replay ${replay.id} was written by newer code (version ${String(replay.v)})`,
    );
  return replay;
};

/**
 * Replays in Table Storage: a partition a replay, with a row for each letter of its set. The head is written when the
 * set stands, and the list of active replays after it.
 *
 * @param table the table `replays`; it has to exist
 */
export const tableReplayStore = ({ table }: { table: TableClient }): ReplayStore & Clearable => {
  const rows = tableRows(table);

  const load = async (id: string): Promise<StoredReplay | undefined> => {
    const [row] = await rows.read<HeadRow>([headKey(id)]);
    return row && { replay: replayFrom(row.replay), etag: row.etag };
  };

  return {
    load,
    old: (before) =>
      oldRows<HeadRow>(table, {
        before,
        filter: odata`PartitionKey ge ${'r|'} and PartitionKey lt ${'r}'} and RowKey eq ${'head'}`,
        select: ['replay'],
        idOf: ({ replay }) => (isActive(replayFrom(replay)) ? undefined : replayFrom(replay).id),
        others: ({ replay }) => {
          const { id, total } = replayFrom(replay);
          return Array.from({ length: total }, (_, index) => itemKey(id, index));
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
      if (isActive(current)) await rows.write([{ row: activeRow(current), how: 'upsert' }]);
    },
    save: async (replay, etag) => {
      const [fate] = await rows.write([{ row: headRow(replay), how: { etag } }]);
      if (fate!.kind === 'conflict') return 'conflict';
      if (!isActive(replay)) await rows.remove([activeKey(replay)]);
      return 'saved';
    },
    active: async (limit) => {
      const filter = odata`PartitionKey eq ${ACTIVE}`;
      const listed = (await readPage<HeadRow>(table, { filter, limit })).rows;
      const heads = await rows.read<HeadRow>(listed.map(({ replay }) => headKey(replay)));
      const listedReplays = heads.flatMap((head) => (head ? [replayFrom(head.replay)] : []));
      // Whoever moved it on for the last time died before it was taken from the list.
      await rows.remove(listedReplays.filter((replay) => !isActive(replay)).map(activeKey));
      return listedReplays.filter(isActive).map(({ id }) => id);
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
