import type { TableClient } from '@azure/data-tables';
import type { Check } from '../mesh/gateway/routes/health';

/** Storage answers a read. */
export const tableCheck = (name: string, table: Pick<TableClient, 'listEntities'>): Check => ({
  name,
  check: async () => {
    await table.listEntities().byPage({ maxPageSize: 1 }).next();
    return { status: 'up' };
  },
});
