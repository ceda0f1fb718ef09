import { odata, type TableClient, type TableEntity } from '@azure/data-tables';
import type { Erasure, ErasureStore } from '../mesh/ports/erasure-store';
import { keyPart } from './table-keys';
import { readPage } from './table-pages';
import { tableRows } from './table-rows';

interface ErasureRow {
  /** An Erasure as JSON. */
  erasure: string;
}

const PARTITION = 'erase';
const keyOf = (letter: string) => ({ partitionKey: PARTITION, rowKey: keyPart(letter) });
const erasureRow = (erasure: Erasure): TableEntity<ErasureRow> => ({
  ...keyOf(erasure.letter),
  erasure: JSON.stringify(erasure),
});

/**
 * What is to be erased, in Table Storage.
 *
 * @param table the table `replays`, which holds what operators ask for; it has to exist
 */
export const tableErasureStore = ({ table }: { table: TableClient }): ErasureStore => {
  const rows = tableRows(table);
  return {
    ask: async (erasure) => void (await rows.write([{ row: erasureRow(erasure), how: 'upsert' }])),
    asked: async (limit) => {
      const filter = odata`PartitionKey eq ${PARTITION}`;
      const page = await readPage<ErasureRow>(table, { filter, limit });
      return page.rows.map(({ erasure }) => JSON.parse(erasure) as Erasure);
    },
    done: (letter) => rows.remove([keyOf(letter)]),
  };
};
