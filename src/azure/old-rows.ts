import { odata, type TableClient, type TableEntityResult } from '@azure/data-tables';
import type { OldBatch } from '../mesh/ports/clearable';
import { platformError } from './table-faults';
import { tableRows, type RowKey } from './table-rows';

export interface OldRowsQuery<T extends object> {
  /** Last written before; milliseconds since the epoch, by the table's clock. */
  before: number;
  /** What else must hold. */
  filter: string;
  /** Columns beside the key that the rest of this needs. */
  select?: readonly string[];
  /** What the row is of; undefined for one that has to stay. Rows of one thing may be several. */
  idOf(row: TableEntityResult<T>): string | undefined;
  /** Rows that go before this one, because it leads to them. */
  others?(row: TableEntityResult<T>): RowKey[] | Promise<RowKey[]>;
}

const keyOf = ({ partitionKey, rowKey }: { partitionKey?: string; rowKey?: string }): RowKey => ({
  partitionKey: partitionKey!,
  rowKey: rowKey!,
});

/**
 * Old rows of a table, a page at a time. It is a scan, which is what a table without an index by time has; it belongs
 * where nobody waits.
 */
export const oldRows = async function* <T extends object>(
  table: TableClient,
  { before, filter, select = [], idOf, others = () => [] }: OldRowsQuery<T>,
): AsyncGenerator<OldBatch> {
  const rows = tableRows(table);
  const pages = table
    .listEntities<T>({
      queryOptions: {
        filter: `${odata`Timestamp lt ${new Date(before)}`} and ${filter}`,
        select: ['PartitionKey', 'RowKey', ...select],
      },
    })
    .byPage();
  for (;;) {
    const { value: page, done } = await pages.next().catch(platformError(table.tableName));
    if (done) return;
    const old = page.filter((row) => idOf(row) !== undefined);
    if (old.length === 0) continue;
    yield {
      ids: [...new Set(old.map((row) => idOf(row)!))],
      remove: async () => {
        const beside = await Promise.all(old.map(async (row) => others(row)));
        await rows.remove(beside.flat());
        await rows.remove(old.map(keyOf));
      },
    };
  }
};
