import { refusal } from './refusal';

/** The account of every storage emulator. */
export const ACCOUNT = 'devstoreaccount1';

/** What the path of a request names. */
export type Resource =
  | { kind: 'batch' }
  | { kind: 'service' }
  | { kind: 'tables' }
  | { kind: 'table'; table: string }
  | { kind: 'rows'; table: string }
  | { kind: 'row'; table: string; partitionKey: string; rowKey: string };

const PATH = new RegExp(`^/${ACCOUNT}/?([^()/]*)(?:\\((.*)\\))?$`, 's');
const KEYS = /^PartitionKey='((?:[^']|'')*)',\s*RowKey='((?:[^']|'')*)'$/;
const NAMED = /^'([^']*)'$/;

const plain = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    throw refusal('InvalidInput', 'The address is not encoded as it should be.');
  }
};

/** @throws Refusal for a path that names nothing */
export const resourceOf = (path: string): Resource => {
  const found = PATH.exec(path);
  if (!found) throw refusal('ResourceNotFound', `Addresses of this service begin with /${ACCOUNT}.`);
  const name = found[1]!;
  const within = plain(found[2] ?? '');
  if (name === '') return { kind: 'service' };
  if (name === '$batch') return { kind: 'batch' };
  if (name === 'Tables') {
    if (within === '') return { kind: 'tables' };
    const table = NAMED.exec(within)?.[1];
    if (table !== undefined) return { kind: 'table', table };
  } else {
    if (within === '') return { kind: 'rows', table: name };
    const keys = KEYS.exec(within);
    if (keys)
      return {
        kind: 'row',
        table: name,
        partitionKey: keys[1]!.replaceAll("''", "'"),
        rowKey: keys[2]!.replaceAll("''", "'"),
      };
  }
  throw refusal('InvalidInput', `'${within}' names neither a table nor a row.`);
};
