import { odata, type TableClient, type TableEntity } from '@azure/data-tables';
import { type Act, type ActStore, EVERYBODY } from '../mesh/ports/act-store';
import { backwards, keyPart } from './table-keys';
import { readPage } from './table-pages';
import { tableRows } from './table-rows';

interface ActRow {
  /** What lists filter by. */
  tenant: string;
  /** An Act as JSON. */
  act: string;
}

const PARTITION = 'act';

const actRow = (act: Act): TableEntity<ActRow> => ({
  partitionKey: PARTITION,
  rowKey: `${backwards(act.at)}|${keyPart(act.id)}`,
  tenant: act.tenant,
  act: JSON.stringify(act),
});

/**
 * What operators did, in Table Storage: one partition, for people do not do much in a second.
 *
 * @param table the table `replays`, which holds what operators ask for; it has to exist
 */
export const tableActStore = ({ table }: { table: TableClient }): ActStore => {
  const rows = tableRows(table);
  return {
    record: async (act) => void (await rows.write([{ row: actRow(act), how: 'upsert' }])),
    list: async ({ tenant, cursor, limit }) => {
      const about = tenant === undefined ? '' : odata` and (tenant eq ${tenant} or tenant eq ${EVERYBODY})`;
      const filter = odata`PartitionKey eq ${PARTITION}` + about;
      const page = await readPage<ActRow>(table, { filter, limit, cursor });
      return {
        acts: page.rows.map(({ act }) => JSON.parse(act) as Act),
        ...(page.cursor !== undefined && { cursor: page.cursor }),
      };
    },
  };
};
