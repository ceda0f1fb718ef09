import { keyOf, type Key } from './keys';
import { fragmentsOf, merged, textOf, type Fragments } from './properties';
import { refusal } from './refusal';
import type { Resource } from './resource';
import { stampOf, type Stamp } from './stamp';
import type { Store } from './store';

/** Which row a change is meant for: any that is there, or the one with this stamp; `none` has no stamp that could be. */
type Meant = { kind: 'any' } | { kind: 'same'; stamp: Stamp } | { kind: 'none' };

/** One write of a row. */
export type Change = { table: string; key: Key; names: { partitionKey: string; rowKey: string } } & (
  | { kind: 'insert'; fragments: Fragments }
  /** With nothing meant, the row need not be there. */
  | { kind: 'replace' | 'merge'; fragments: Fragments; meant?: Meant }
  | { kind: 'delete'; meant: Meant }
);

export interface ChangeRequest {
  method: string;
  resource: Resource;
  ifMatch: string | undefined;
  body: string;
}

const ETAG = /^W\/"(?:[^"]|\\")*"$/i;

const meantBy = (ifMatch: string): Meant => {
  if (ifMatch === '*') return { kind: 'any' };
  if (!ETAG.test(ifMatch)) throw refusal('InvalidInput', `If-Match is '${ifMatch}', which is no ETag.`);
  const stamp = stampOf(ifMatch);
  return stamp === undefined ? { kind: 'none' } : { kind: 'same', stamp };
};

const objectIn = (body: string): Readonly<Record<string, unknown>> => {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    // Said below, with what is JSON but no object.
  }
  throw refusal('InvalidInput', 'The body is not a JSON object.');
};

const insertOf = (table: string, body: string): Change => {
  const properties = objectIn(body);
  const { PartitionKey, RowKey } = properties;
  const key = keyOf(PartitionKey, RowKey);
  const names = { partitionKey: PartitionKey as string, rowKey: RowKey as string };
  return { kind: 'insert', table, key, names, fragments: fragmentsOf(properties, names) };
};

const KINDS: Readonly<Record<string, 'replace' | 'merge' | 'delete'>> = {
  PUT: 'replace',
  PATCH: 'merge',
  MERGE: 'merge',
  DELETE: 'delete',
};

/** The change that a request asks for. @throws Refusal for one that asks for none, or for what no row can be */
export const changeOf = ({ method, resource, ifMatch, body }: ChangeRequest): Change => {
  if (resource.kind === 'rows' && method === 'POST') return insertOf(resource.table, body);
  const kind = KINDS[method];
  if (resource.kind !== 'row' || !kind) throw refusal('NotImplemented');
  const { table, partitionKey, rowKey } = resource;
  const names = { partitionKey, rowKey };
  const at = { table, key: keyOf(partitionKey, rowKey), names };
  if (kind === 'delete') {
    if (ifMatch === undefined) throw refusal('InvalidInput', 'A delete needs If-Match: an ETag, or *.');
    return { kind, ...at, meant: meantBy(ifMatch) };
  }
  const fragments = fragmentsOf(objectIn(body || '{}'), names);
  return { kind, ...at, fragments, ...(ifMatch !== undefined && { meant: meantBy(ifMatch) }) };
};

/** Writes rows of a store. @throws Refusal, having written nothing */
export const changesTo = (store: Store, nextStamp: () => Stamp) => {
  const tableNamed = (name: string): number => {
    const id = store.tableId(name);
    if (id === undefined) throw refusal('TableNotFound');
    return id;
  };

  const notMet = (table: number, key: Key) =>
    refusal(store.get(table, key) ? 'UpdateConditionNotSatisfied' : 'ResourceNotFound');

  const stampMeant = (meant: Meant, table: number, key: Key): Stamp | undefined => {
    if (meant.kind === 'none') throw notMet(table, key);
    return meant.kind === 'same' ? meant.stamp : undefined;
  };

  const replace = (
    table: number,
    key: Key,
    { stamp, fragments, meant }: { stamp: Stamp; fragments: Fragments; meant: Meant | undefined },
  ): void => {
    const row = { stamp, text: textOf(fragments) };
    if (!meant) return store.put(table, key, row);
    if (!store.replace(table, key, row, stampMeant(meant, table, key))) throw notMet(table, key);
  };

  return (change: Change): Stamp => {
    const { key } = change;
    const table = tableNamed(change.table);
    const stamp = nextStamp();
    switch (change.kind) {
      case 'insert':
        if (!store.insert(table, key, { stamp, text: textOf(change.fragments) }))
          throw refusal('EntityAlreadyExists');
        return stamp;
      case 'replace':
        replace(table, key, { stamp, fragments: change.fragments, meant: change.meant });
        return stamp;
      case 'merge': {
        const there = store.get(table, key);
        const fragments = there ? merged(there.text, change.fragments) : change.fragments;
        replace(table, key, { stamp, fragments, meant: change.meant });
        return stamp;
      }
      case 'delete':
        if (!store.remove(table, key, stampMeant(change.meant, table, key))) throw notMet(table, key);
        return stamp;
    }
  };
};
