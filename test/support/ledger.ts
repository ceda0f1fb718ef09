import { TableClient } from '@azure/data-tables';
import { storageConnection } from '../../src/local/supervisor/environment';
import type { Ports } from '../../src/local/supervisor/ports';

/** All rows of a table, read past whatever stands between the mesh and its storage. */
export const rowsOf = async <T extends object>({ ports }: { ports: Ports }, name: string): Promise<T[]> => {
  const table = TableClient.fromConnectionString(storageConnection(ports), name, {
    allowInsecureConnection: true,
  });
  const rows: T[] = [];
  for await (const row of table.listEntities<T>()) rows.push(row);
  return rows;
};

export interface LedgerRow {
  supplier: string;
  number: string;
  key: string;
}

/**
 * What was booked: the ledger does not tell a repeated booking from a new one, so each shows. Its other rows only point
 * at entries.
 */
export const ledgerOf = async (mesh: { ports: Ports }): Promise<LedgerRow[]> => {
  const rows = await rowsOf<LedgerRow & { rowKey: string }>(mesh, 'ledger');
  return rows.filter(({ rowKey }) => rowKey.startsWith('entry|'));
};
