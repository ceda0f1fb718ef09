import {
  jsonType,
  levelOf,
  metadata,
  rowJson,
  selectOf,
  type Answer,
  type Level,
  type Rendering,
} from './answer';
import { applyAll, batchDone, BatchRefused, batchRefused, readBatch, type BatchAnswer } from './batch';
import { changeOf, changesTo } from './change';
import { matches } from './filter/evaluate';
import { parseFilter } from './filter/parse';
import { keyBytes, type Key } from './keys';
import { pageOf, topOf } from './query';
import { refusal } from './refusal';
import { ACCOUNT, resourceOf, type Resource } from './resource';
import { etagOf, type Stamp } from './stamp';
import type { Store } from './store';

/** A request, read whole. */
export interface Request {
  id: string;
  method: string;
  path: string;
  query: URLSearchParams;
  /** By name in lower case. */
  header(name: string): string | undefined;
  /** `http://127.0.0.1:10002` */
  origin: string;
  body: string;
}

interface Deps {
  store: Store;
  nextStamp: () => Stamp;
  /** Does writes so that they are on disk when it resolves. */
  commit<T>(work: () => T): Promise<T>;
}

type To<R extends Resource['kind']> = Extract<Resource, { kind: R }>;

const TABLE_NAME = /^[A-Za-z][A-Za-z0-9]{2,62}$/;

const tableNameIn = (body: string): string => {
  let name: unknown;
  try {
    ({ TableName: name } = JSON.parse(body) as { TableName?: unknown });
  } catch {
    throw refusal('InvalidInput', 'The body is not JSON.');
  }
  if (typeof name !== 'string') throw refusal('PropertiesNeedValue', 'The body has no TableName.');
  if (name.length < 3 || name.length > 63) throw refusal('OutOfRangeInput');
  if (!TABLE_NAME.test(name) || name.toLowerCase() === 'tables') throw refusal('InvalidResourceName');
  return name;
};

const levelFor = ({ query, header }: Request): Level => levelOf(query.get('$format') ?? header('accept'));

const json = (status: number, level: Level, body: string): Answer => ({
  status,
  headers: { 'content-type': jsonType(level) },
  body,
});

const wantsNothing = ({ header }: Request): boolean => header('prefer') === 'return-no-content';

/** A key in a header: never empty, and plain text. */
const tokenOf = (bytes: Buffer): string => `1!${Buffer.from(bytes).toString('base64url')}`;
const keyIn = (token: string | null): Buffer =>
  token?.startsWith('1!') ? Buffer.from(token.slice(2), 'base64url') : keyBytes(token ?? '');

const continuationOf = (query: URLSearchParams): Key | undefined => {
  const partition = query.get('NextPartitionKey');
  return partition === null ? undefined : { pk: keyIn(partition), rk: keyIn(query.get('NextRowKey')) };
};

const continuation = (next: Key | undefined): Record<string, string> =>
  next
    ? {
        'x-ms-continuation-nextpartitionkey': tokenOf(next.pk),
        'x-ms-continuation-nextrowkey': tokenOf(next.rk),
      }
    : {};

/** Answers requests from a store. @returns a function that rejects with a Refusal for what it does not do */
export const tableService = ({ store, nextStamp, commit }: Deps) => {
  const apply = changesTo(store, nextStamp);

  const idOf = (table: string): number => {
    const id = store.tableId(table);
    if (id === undefined) throw refusal('TableNotFound');
    return id;
  };

  const tableJson = (name: string, level: Level, origin: string): string[] =>
    level === 'fullmetadata'
      ? [
          `"odata.type":"${ACCOUNT}.Tables"`,
          `"odata.id":"${origin}/${ACCOUNT}/Tables('${name}')"`,
          `"odata.editLink":"Tables('${name}')"`,
          `"TableName":"${name}"`,
        ]
      : [`"TableName":"${name}"`];

  const createTable = async (request: Request): Promise<Answer> => {
    const level = levelFor(request);
    const name = tableNameIn(request.body);
    await commit(() => {
      if (!store.createTable(name)) throw refusal('TableAlreadyExists');
    });
    if (wantsNothing(request)) return { status: 204, headers: { 'preference-applied': 'return-no-content' } };
    const { origin } = request;
    const members = [...metadata({ level, origin }, 'Tables/@Element'), ...tableJson(name, level, origin)];
    return json(201, level, `{${members.join()}}`);
  };

  const listTables = (request: Request): Answer => {
    const level = levelFor(request);
    const { query, origin } = request;
    const filter = query.get('$filter')?.trim();
    const condition = filter ? parseFilter(filter) : undefined;
    const from = query.get('NextTableName') ?? '';
    const top = topOf(query.get('$top'));
    const names = store
      .tableNames()
      .filter((TableName) => TableName >= from && (!condition || matches(condition, { TableName })));
    const next = names[top];
    const value = names.slice(0, top).map((name) => `{${tableJson(name, level, origin).join()}}`);
    const body = `{${[...metadata({ level, origin }, 'Tables'), `"value":[${value.join()}]`].join()}}`;
    const answer = json(200, level, body);
    if (next === undefined) return answer;
    return { ...answer, headers: { ...answer.headers, 'x-ms-continuation-nexttablename': next } };
  };

  const deleteTable = async (table: string): Promise<Answer> => {
    await commit(() => {
      const id = store.tableId(table);
      if (id === undefined) throw refusal('ResourceNotFound');
      store.removeTable(id);
    });
    return { status: 204 };
  };

  const renderingOf = (request: Request, table: string): Rendering => {
    const select = selectOf(request.query.get('$select'));
    return { level: levelFor(request), origin: request.origin, table, ...(select && { select }) };
  };

  const readRow = (request: Request, { table, partitionKey, rowKey }: To<'row'>): Answer => {
    const rendering = renderingOf(request, table);
    const row = store.get(idOf(table), { pk: keyBytes(partitionKey), rk: keyBytes(rowKey) });
    if (!row) throw refusal('ResourceNotFound');
    const body = rowJson(row, rendering, metadata(rendering, `${table}/@Element`));
    return {
      status: 200,
      headers: { 'content-type': jsonType(rendering.level), etag: etagOf(row.stamp) },
      body,
    };
  };

  const listRows = (request: Request, table: string): Answer => {
    const rendering = renderingOf(request, table);
    const from = continuationOf(request.query);
    const { rows, next } = pageOf(store, idOf(table), {
      filter: request.query.get('$filter') ?? undefined,
      top: topOf(request.query.get('$top')),
      ...(from && { from }),
    });
    const value = `"value":[${rows.map((row) => rowJson(row, rendering)).join()}]`;
    return {
      status: 200,
      headers: { 'content-type': jsonType(rendering.level), ...continuation(next) },
      body: `{${[...metadata(rendering, table), value].join()}}`,
    };
  };

  const insertRow = async (request: Request, resource: To<'rows'>): Promise<Answer> => {
    const rendering = renderingOf(request, resource.table);
    const change = changeOf({ method: 'POST', resource, ifMatch: undefined, body: request.body });
    const stamp = await commit(() => apply(change));
    const etag = etagOf(stamp);
    if (wantsNothing(request))
      return { status: 204, headers: { etag, 'preference-applied': 'return-no-content' } };
    const row = store.get(idOf(resource.table), change.key) ?? { stamp, text: '' };
    const body = rowJson(row, rendering, metadata(rendering, `${resource.table}/@Element`));
    return {
      status: 201,
      headers: { etag, 'content-type': jsonType(rendering.level), 'preference-applied': 'return-content' },
      body,
    };
  };

  const changeRow = async ({ method, header, body }: Request, resource: To<'row'>): Promise<Answer> => {
    const change = changeOf({ method, resource, ifMatch: header('if-match'), body });
    const stamp = await commit(() => apply(change));
    return { status: 204, ...(change.kind !== 'delete' && { headers: { etag: etagOf(stamp) } }) };
  };

  const asAnswer = ({ contentType, body }: BatchAnswer): Answer => ({
    status: 202,
    headers: { 'content-type': contentType },
    body,
  });

  const changeTogether = async ({ id, header, body, origin }: Request): Promise<Answer> => {
    const parts = readBatch(body, header('content-type') ?? '');
    if ('refused' in parts) return asAnswer(batchRefused(parts, id));
    const done = await commit(() => {
      try {
        return store.together(() => applyAll(parts, apply));
      } catch (error) {
        if (error instanceof BatchRefused) return error.part;
        throw error;
      }
    });
    return asAnswer('refused' in done ? batchRefused(done, id) : batchDone(parts, done, origin));
  };

  return async (request: Request): Promise<Answer> => {
    const resource = resourceOf(request.path);
    const { method } = request;
    if (request.query.has('comp')) throw refusal('NotImplemented');
    switch (resource.kind) {
      case 'batch':
        if (method === 'POST') return changeTogether(request);
        break;
      case 'tables':
        if (method === 'GET') return listTables(request);
        if (method === 'POST') return createTable(request);
        break;
      case 'table':
        if (method === 'DELETE') return deleteTable(resource.table);
        break;
      case 'rows':
        if (method === 'GET') return listRows(request, resource.table);
        if (method === 'POST') return insertRow(request, resource);
        break;
      case 'row':
        return method === 'GET' ? readRow(request, resource) : changeRow(request, resource);
      case 'service':
        break;
    }
    throw refusal('NotImplemented');
  };
};
