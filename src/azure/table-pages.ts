import type { TableClient, TableEntityResult } from '@azure/data-tables';
import { strangeCursor } from '../mesh/strange-cursor';
import { platformError } from './table-faults';

export interface PageQuery {
  filter: string;
  /** Columns; absent: all. */
  select?: readonly string[];
  cursor?: string | undefined;
  limit: number;
}

export interface RowPage<T extends object> {
  rows: readonly TableEntityResult<T>[];
  cursor?: string;
}

/** A page of the service may be empty and still not be the last: so many are asked for at a time. */
const CALLS = 20;
const PAGE_MAX = 1_000;

/** A cursor is the service's own continuation; whatever somebody makes of it, the filter still holds. */
const continuationOf = (cursor: string | undefined): string | undefined => {
  if (cursor === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64').toString('utf8'));
    if (typeof value === 'object' && value !== null && 'nextPartitionKey' in value) return cursor;
  } catch {
    // As good as any other text that is no cursor.
  }
  throw strangeCursor();
};

/**
 * Rows in the order of their keys, a page at a time.
 * @throws TerminalError for a cursor that was not given out
 * @throws PlatformError when the table does not answer
 */
export const readPage = async <T extends object>(
  table: TableClient,
  { filter, select, cursor, limit }: PageQuery,
): Promise<RowPage<T>> => {
  const rows: TableEntityResult<T>[] = [];
  let next = continuationOf(cursor);
  const queryOptions = { filter, ...(select && { select: [...select] }) };
  for (let calls = 0; calls < CALLS && rows.length < limit; calls += 1) {
    const pages = table.listEntities<T>({ queryOptions }).byPage({
      maxPageSize: Math.min(limit - rows.length, PAGE_MAX),
      ...(next !== undefined && { continuationToken: next }),
    });
    const { value: page, done } = await pages.next().catch(platformError(table.tableName));
    if (done || !page) return { rows };
    rows.push(...page);
    next = page.continuationToken;
    if (!next) return { rows };
  }
  return { rows, cursor: next! };
};
