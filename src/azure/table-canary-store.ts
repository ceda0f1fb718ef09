import { odata, type TableClient } from '@azure/data-tables';
import { PlatformError } from '../contracts/errors';
import type { Looks } from '../mesh/canary/looks';
import type { Tally } from '../mesh/canary/tally';
import type { CanaryStore, LooksKey, TallyKey } from '../mesh/ports/canary-store';
import { oldRows } from './old-rows';
import { isRowConflict, platformError } from './table-faults';
import { rowReader } from './table-rows';
import { keyPart } from './table-keys';

interface Deps {
  /** The table `canary`; it has to exist. */
  table: TableClient;
}

interface Keys {
  partitionKey: string;
  rowKey: string;
}

interface TallyRow extends TallyKey {
  /** A Tally as JSON. */
  tally: string;
}

interface LooksRow extends LooksKey {
  /** Looks as JSON. */
  looks: string;
}

/** One partition is counted by one process at a time; two are there for the moment of a hand-over. */
const TRIES = 5;

/** Where the sums of events are. Skills are named with an `@`. */
const EVENTS = 'events';

const tallyKeys = ({ skill, next, day, partition }: TallyKey): Keys => ({
  partitionKey: keyPart(skill),
  rowKey: [day, keyPart(next), keyPart(partition)].join('|'),
});

const looksKeys = ({ hub, day, partition }: LooksKey): Keys => ({
  partitionKey: EVENTS,
  rowKey: [day, keyPart(hub), keyPart(partition)].join('|'),
});

/**
 * What the canary compared and saw, in Table Storage: a row a skill, day and partition of the hub, and a row a hub, day
 * and partition under `events`.
 */
export const tableCanaryStore = ({ table }: Deps): CanaryStore => {
  const failed = platformError(table.tableName);

  const found = rowReader(table);

  /** false: somebody else wrote in between. */
  const changed = async <T extends object>(keys: Keys, change: (row: T | undefined) => T) => {
    const row = await found<T>(keys);
    const fresh = { ...change(row), ...keys };
    try {
      if (row) await table.updateEntity(fresh, 'Replace', { etag: row.etag });
      else await table.createEntity(fresh);
      return true;
    } catch (error) {
      return isRowConflict(error) ? false : failed(error);
    }
  };

  const update = async <T extends object>(keys: Keys, change: (row: T | undefined) => T): Promise<void> => {
    for (let tries = 1; tries <= TRIES; tries += 1) if (await changed(keys, change)) return;
    throw new PlatformError(`the table ${table.tableName} let nobody write in ${TRIES} tries`);
  };

  const rows = async <T extends object>(filter: string) => {
    try {
      return await Array.fromAsync(table.listEntities<T>({ queryOptions: { filter } }));
    } catch (error) {
      return failed(error);
    }
  };

  return {
    update: ({ skill, next, day, partition }, change) => {
      const key = { skill, next, day, partition };
      return update<TallyRow>(tallyKeys(key), (row) => ({
        ...key,
        tally: JSON.stringify(change(row && (JSON.parse(row.tally) as Tally))),
      }));
    },
    all: async () =>
      (await rows<TallyRow>(odata`PartitionKey ne ${EVENTS}`)).map(
        ({ skill, next, day, partition, tally }) => ({
          skill,
          next,
          day,
          partition,
          tally: JSON.parse(tally) as Tally,
        }),
      ),
    look: ({ hub, day, partition }, change) => {
      const key = { hub, day, partition };
      return update<LooksRow>(looksKeys(key), (row) => ({
        ...key,
        looks: JSON.stringify(change(row && (JSON.parse(row.looks) as Looks))),
      }));
    },
    looks: async () =>
      (await rows<LooksRow>(odata`PartitionKey eq ${EVENTS}`)).map(({ hub, day, partition, looks }) => ({
        hub,
        day,
        partition,
        looks: JSON.parse(looks) as Looks,
      })),
    old: (before) =>
      oldRows<TallyRow>(table, {
        before,
        filter: odata`day lt ${new Date(before).toISOString().slice(0, 10)}`,
        idOf: ({ partitionKey, rowKey }) => `${partitionKey}|${rowKey}`,
      }),
  };
};
