import type { TableClient } from '@azure/data-tables';
import type { Mark, MarkStore } from '../mesh/ports/mark-store';
import { isMissingRow, platformError } from './table-faults';
import { keyPart } from './table-keys';

interface Deps {
  /** The table `marks`; it has to exist. */
  table: Pick<TableClient, 'getEntity' | 'upsertEntity' | 'tableName'>;
}

interface MarkRow {
  mark: string;
}

/** Marks in Table Storage: one row a partition of a hub, in the partition of its group. */
export const tableMarkStore = ({ table }: Deps): MarkStore => {
  const failed = platformError(table.tableName);
  return {
    read: async (group, partition) => {
      try {
        const { mark } = await table.getEntity<MarkRow>(keyPart(group), keyPart(partition));
        return JSON.parse(mark) as Mark;
      } catch (error) {
        return isMissingRow(error) ? undefined : failed(error);
      }
    },
    write: async (group, partition, mark) => {
      const row = { partitionKey: keyPart(group), rowKey: keyPart(partition), mark: JSON.stringify(mark) };
      await table.upsertEntity(row, 'Replace').catch(failed);
    },
  };
};
