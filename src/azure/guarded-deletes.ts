import type { TableClient, TransactionAction, TableTransactionResponse } from '@azure/data-tables';

/** Characters of a pattern that stand for themselves. */
const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Where the condition of a delete stands in the body of a transaction. */
const conditionOf = (rowKey: string): RegExp =>
  new RegExp(`(DELETE [^\\n]*RowKey='${literal(encodeURIComponent(rowKey))}'[^]*?if-match: )\\*`, 'i');

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
  let guarded = body;
  for (const [rowKey, etag] of deletes) {
    const condition = conditionOf(rowKey);
    // Without the condition somebody else's write would be lost: better not to write at all.
    if (!condition.test(guarded))
      throw new Error(`the delete of '${rowKey}' has no condition in the transaction`);
    guarded = guarded.replace(condition, (_, before: string) => `${before}${etag}`);
  }
  return guarded;
};
