/** One write of a row, as a request or a part of a transaction says it. */
const WRITE = /^(POST|PUT|PATCH|MERGE|DELETE) [^ ]*?\/(\w+)(?:\(([^ ]*)\))? HTTP\/1\.1/gm;

/** The table that a request to the table service is for; undefined for a transaction. */
const tableIn = (path: string): string | undefined => /^\/[^/]+\/(?!\$batch)(\w+)/.exec(path)?.[1];

/** How many rows a request to the table service writes, by table. A deleted row is a row written. */
export const rowsWritten = (method: string, path: string, body: string): Readonly<Record<string, number>> => {
  if (method === 'GET' || method === 'HEAD') return {};
  const table = tableIn(path);
  if (table) return table === 'Tables' ? {} : { [table]: 1 };
  const rows: Record<string, number> = {};
  for (const [, , name] of body.matchAll(WRITE)) rows[name!] = (rows[name!] ?? 0) + 1;
  return rows;
};
