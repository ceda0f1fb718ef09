import type { TableClient, TransactionAction, TableTransactionResponse } from '@azure/data-tables';

/** Where the condition of each delete stands in the body of a transaction, and of which row it is. */
const CONDITIONS = /(DELETE [^\n]*RowKey='([^'\n]*)'[^]*?if-match: )\*/gi;

/** Deletes of transactions on their way, by the abort signal of their request. */
const guards = new WeakMap<object, ReadonlyMap<string, string>>();

const policy: Parameters<TableClient['pipeline']['addPolicy']>[0] = {
  name: 'guarded-deletes',
  sendRequest: (request, next) => {
    const deletes = request.abortSignal && guards.get(request.abortSignal);
    if (deletes && typeof request.body === 'string') {
      request.body = withConditions(request.body, deletes);
      request.headers.set('Content-Length', String(Buffer.byteLength(request.body)));
    }
    return next(request);
  },
};

/**
 * Lets a transaction delete a row only by its ETag. The service can do that, but the SDK (13.3) deletes whatever is
 * there: it sends `If-Match: *`. So the condition is put in where the transaction leaves the client; which transaction a
 * request belongs to is told by its abort signal.
 */
export const guardedTransactions = (table: TableClient) => {
  table.pipeline.removePolicy(policy);
  table.pipeline.addPolicy(policy);
  /** `deletes`: the ETag of each row that goes, by its row key. */
  return (
    actions: TransactionAction[],
    deletes: ReadonlyMap<string, string>,
  ): Promise<TableTransactionResponse> => {
    if (deletes.size === 0) return table.submitTransaction(actions);
    const { signal } = new AbortController();
    guards.set(signal, deletes);
    return table.submitTransaction(actions, { abortSignal: signal });
  };
};

const withConditions = (body: string, deletes: ReadonlyMap<string, string>): string => {
  const found = new Set<string>();
  const guarded = body.replace(CONDITIONS, (whole, before: string, key: string) => {
    const rowKey = decodeURIComponent(key);
    const etag = deletes.get(rowKey);
    found.add(rowKey);
    return etag === undefined ? whole : `${before}${etag}`;
  });
  // Without the condition somebody else's write would be lost: better not to write at all.
  for (const rowKey of deletes.keys())
    if (!found.has(rowKey)) throw new Error(`the delete of '${rowKey}' has no condition in the transaction`);
  return guarded;
};
