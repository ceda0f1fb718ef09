import { odata, type TableClient } from '@azure/data-tables';
import { PlatformError } from '../contracts/errors';
import type { Tally } from '../mesh/canary/tally';
import type { CanaryStore, TallyKey } from '../mesh/ports/canary-store';
import { oldRows } from './old-rows';
import { isMissingRow, isRowConflict, platformError } from './table-faults';
import { keyPart } from './table-keys';

interface Deps {
  /** The table `canary`; it has to exist. */
  table: TableClient;
}

interface TallyRow extends TallyKey {
  /** A Tally as JSON. */
  tally: string;
}

/** One partition is counted by one process at a time; two are there for the moment of a hand-over. */
const TRIES = 5;

const keysOf = ({ skill, next, day, partition }: TallyKey) => ({
  partitionKey: keyPart(skill),
  rowKey: [day, keyPart(next), keyPart(partition)].join('|'),
});

/** What the canary compared, in Table Storage: a row a skill, day and partition of the hub. */
export const tableCanaryStore = ({ table }: Deps): CanaryStore => {
  const failed = platformError(table.tableName);

  const found = async (keys: { partitionKey: string; rowKey: string }) => {
    try {
      return await table.getEntity<TallyRow>(keys.partitionKey, keys.rowKey);
    } catch (error) {
      return isMissingRow(error) ? undefined : failed(error);
    }
  };

  /** false: somebody else wrote in between. */
  const changed = async (key: TallyKey, change: (tally: Tally | undefined) => Tally): Promise<boolean> => {
    const keys = keysOf(key);
    const row = await found(keys);
    const tally = change(row && (JSON.parse(row.tally) as Tally));
    const { skill, next, day, partition } = key;
    const fresh = { ...keys, skill, next, day, partition, tally: JSON.stringify(tally) };
    try {
      if (row) await table.updateEntity(fresh, 'Replace', { etag: row.etag });
      else await table.createEntity(fresh);
      return true;
    } catch (error) {
      return isRowConflict(error) ? false : failed(error);
    }
  };

  return {
    update: async (key, change) => {
      for (let tries = 1; tries <= TRIES; tries += 1) if (await changed(key, change)) return;
      throw new PlatformError(`the table ${table.tableName} let nobody write in ${TRIES} tries`);
    },
    all: async () => {
      const rows: (TallyKey & { tally: Tally })[] = [];
      try {
        for await (const { skill, next, day, partition, tally } of table.listEntities<TallyRow>())
          rows.push({ skill, next, day, partition, tally: JSON.parse(tally) as Tally });
      } catch (error) {
        return failed(error);
      }
      return rows;
    },
    old: (before) =>
      oldRows<TallyRow>(table, {
        before,
        filter: odata`day lt ${new Date(before).toISOString().slice(0, 10)}`,
        idOf: ({ partitionKey, rowKey }) => `${partitionKey}|${rowKey}`,
      }),
  };
};
