import type { TableClient, TransactionAction } from '@azure/data-tables';
import type { HealthStore, ReaderHealth } from '../mesh/ports/health-store';
import { platformError } from './table-faults';
import { keyPart } from './table-keys';

interface Deps {
  /** The table `health`; it has to exist. */
  table: Pick<TableClient, 'listEntities' | 'submitTransaction' | 'tableName'>;
}

interface HealthRow {
  /** A ReaderHealth as JSON. */
  look: string;
}

const PARTITION = 'readers';

const rowOf = (look: ReaderHealth): TransactionAction => [
  'upsert',
  {
    partitionKey: PARTITION,
    rowKey: `${keyPart(look.hub)}|${keyPart(look.group)}`,
    look: JSON.stringify(look),
  },
  'Replace',
];

/** What the monitor saw, in Table Storage: a row a reader, all of a look in one transaction. */
export const tableHealthStore = ({ table }: Deps): HealthStore => {
  const failed = platformError(table.tableName);
  return {
    write: async (looks) => {
      if (looks.length > 0) await table.submitTransaction(looks.map(rowOf)).catch(failed);
    },
    read: async () => {
      const rows: ReaderHealth[] = [];
      const queryOptions = { filter: `PartitionKey eq '${PARTITION}'`, select: ['look'] };
      try {
        for await (const { look } of table.listEntities<HealthRow>({ queryOptions }))
          rows.push(JSON.parse(look) as ReaderHealth);
      } catch (error) {
        return failed(error);
      }
      const latest = Math.max(...rows.map(({ at }) => at));
      return rows.filter(({ at }) => at === latest);
    },
  };
};
