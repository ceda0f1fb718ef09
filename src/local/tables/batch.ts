import { randomUUID } from 'node:crypto';
import { errorJson } from './answer';
import { changeOf, type Change } from './change';
import { Refusal, refusal } from './refusal';
import { ACCOUNT, resourceOf } from './resource';
import { etagOf, type Stamp } from './stamp';

/** A part of a transaction's body, as it is written there. */
interface Part {
  method: string;
  path: string;
  headers: ReadonlyMap<string, string>;
  body: string;
}

/** A transaction that was refused, and by which of its parts. */
export interface RefusedPart {
  index: number;
  refused: Refusal;
}

const MOST_PARTS = 100;
const REQUEST = /^(\S+) (\S+) HTTP\/1\.1\s*$/;
const malformed = (what: string) => refusal('InvalidInput', `The batch cannot be read: ${what}.`);

/** Where a blank line ends what begins at `from`, and where the next begins. */
const blankLine = (text: string, from: number): { end: number; next: number } => {
  const found = /\r?\n\r?\n/g;
  found.lastIndex = from;
  const match = found.exec(text);
  return match ? { end: match.index, next: found.lastIndex } : { end: text.length, next: text.length };
};

const headersIn = (lines: readonly string[]): ReadonlyMap<string, string> =>
  new Map(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()] as const;
    }),
  );

/** The path of an address, still encoded. */
const pathOf = (address: string): string => {
  const path = address.replace(/^https?:\/\/[^/]*/i, '');
  const query = path.indexOf('?');
  return query < 0 ? path : path.slice(0, query);
};

const partOf = (text: string): Part => {
  const start = blankLine(text, 0).next;
  const { end, next } = blankLine(text, start);
  const [first = '', ...lines] = text.slice(start, end).split(/\r?\n/);
  const request = REQUEST.exec(first);
  if (!request) throw malformed(`'${first.slice(0, 80)}' is no request`);
  return {
    method: request[1]!.toUpperCase(),
    path: pathOf(request[2]!),
    headers: headersIn(lines),
    body: text.slice(next).trim(),
  };
};

const BOUNDARY = /boundary="?([^\s";]+)"?/i;

/** The parts of a transaction's body. @throws Refusal */
const partsOf = (body: string, contentType: string): readonly string[] => {
  const outer = BOUNDARY.exec(contentType)?.[1];
  if (!outer) throw malformed('its content type names no boundary');
  const opening = body.indexOf(`--${outer}`);
  const { end, next } = blankLine(body, Math.max(opening, 0));
  const inner = BOUNDARY.exec(body.slice(opening, end))?.[1];
  if (opening < 0 || !inner) throw malformed('it holds no change set');
  const parts = body.slice(next - 2).split(`--${inner}`);
  // Before the first boundary is nothing, and after the last what ends the batch.
  if (!parts.at(-1)!.startsWith('--')) throw malformed('its change set does not end');
  return parts.slice(1, -1).map((part) => part.replace(/^\r?\n/, ''));
};

const at = <T>(index: number, work: () => T): T | RefusedPart => {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refusal) return { index, refused: error };
    throw error;
  }
};

const isRefused = (value: object): value is RefusedPart => 'refused' in value;

export interface BatchPart {
  change: Change;
  /** The method and headers that the answer depends on. */
  prefersContent: boolean;
}

const readPart = (text: string): BatchPart => {
  const { method, path, headers, body } = partOf(text);
  if (method === 'GET') throw refusal('NotImplemented', 'A transaction here holds changes only.');
  const resource = resourceOf(path);
  const change = changeOf({ method, resource, ifMatch: headers.get('if-match'), body });
  return { change, prefersContent: headers.get('prefer') !== 'return-no-content' };
};

const checkTogether = (first: Change, { table, key }: Change, seen: Set<string>): void => {
  if (table.toLowerCase() !== first.table.toLowerCase() || !key.pk.equals(first.key.pk))
    throw refusal('CommandsInBatchActOnDifferentPartitions');
  const row = key.rk.toString('latin1');
  if (seen.has(row)) throw refusal('InvalidDuplicateRow');
  seen.add(row);
};

/** The changes of a transaction, or the part that cannot be one of it. @throws Refusal where there are no parts at all */
export const readBatch = (body: string, contentType: string): readonly BatchPart[] | RefusedPart => {
  const texts = partsOf(body, contentType);
  if (texts.length === 0) throw malformed('it is empty');
  if (texts.length > MOST_PARTS)
    return {
      index: 0,
      refused: refusal(
        'InvalidInput',
        `The batch request operation exceeds the maximum ${MOST_PARTS} changes per change set.`,
      ),
    };
  const parts: BatchPart[] = [];
  const seen = new Set<string>();
  for (const [index, text] of texts.entries()) {
    const part = at(index, () => {
      const read = readPart(text);
      checkTogether(parts[0]?.change ?? read.change, read.change, seen);
      return read;
    });
    if (isRefused(part)) return part;
    parts.push(part);
  }
  return parts;
};

/** A part was refused: what was done before it is undone. */
export class BatchRefused extends Error {
  readonly part: RefusedPart;

  constructor(part: RefusedPart) {
    super(part.refused.message);
    this.name = 'BatchRefused';
    this.part = part;
  }
}

/** Does all changes, one after the other. @throws BatchRefused, naming the one that could not be done */
export const applyAll = (parts: readonly BatchPart[], apply: (change: Change) => Stamp): readonly Stamp[] =>
  parts.map(({ change }, index) => {
    const stamp = at(index, () => apply(change));
    if (typeof stamp === 'object') throw new BatchRefused(stamp);
    return stamp;
  });

const REASONS: Readonly<Record<number, string>> = {
  201: 'Created',
  204: 'No Content',
  400: 'Bad Request',
  404: 'Not Found',
  409: 'Conflict',
  412: 'Precondition Failed',
  413: 'Payload Too Large',
};

const encoded = (text: string): string => encodeURIComponent(text).replaceAll("'", "''");

const partDone = ({ change, prefersContent }: BatchPart, stamp: Stamp, origin: string): string => {
  const head = 'X-Content-Type-Options: nosniff\r\nCache-Control: no-cache\r\n';
  if (change.kind === 'delete')
    return `HTTP/1.1 204 No Content\r\n${head}DataServiceVersion: 1.0;\r\n\r\n\r\n`;
  const etag = `DataServiceVersion: 3.0;\r\nETag: ${etagOf(stamp)}\r\n\r\n\r\n`;
  if (change.kind !== 'insert') return `HTTP/1.1 204 No Content\r\n${head}${etag}`;
  const { partitionKey, rowKey } = change.names;
  const where = `${origin}/${ACCOUNT}/${change.table}(PartitionKey='${encoded(partitionKey)}',RowKey='${encoded(rowKey)}')`;
  const status = prefersContent ? '201 Created' : '204 No Content';
  return `HTTP/1.1 ${status}\r\n${head}Location: ${where}\r\nDataServiceId: ${where}\r\n${etag}`;
};

const partRefused = ({ index, refused }: RefusedPart, requestId: string): string =>
  [
    `HTTP/1.1 ${refused.status} ${REASONS[refused.status] ?? 'Error'}`,
    `Content-ID: ${index + 1}`,
    'DataServiceVersion: 3.0;',
    'Content-Type: application/json;odata=minimalmetadata;charset=utf-8',
    '',
    errorJson(refused, requestId, index),
    '',
  ].join('\r\n');

export interface BatchAnswer {
  contentType: string;
  body: string;
}

const MIME = 'Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n';

const framed = (texts: readonly string[]): BatchAnswer => {
  const id = randomUUID();
  const inner = `changesetresponse_${id}`;
  const outer = `batchresponse_${id}`;
  const parts = texts.map((text) => `--${inner}\r\n${MIME}${text}`).join('');
  return {
    contentType: `multipart/mixed; boundary=${outer}`,
    body: `--${outer}\r\nContent-Type: multipart/mixed; boundary=${inner}\r\n\r\n${parts}--${inner}--\r\n--${outer}--\r\n`,
  };
};

/** The answer to a transaction that was done. */
export const batchDone = (
  parts: readonly BatchPart[],
  stamps: readonly Stamp[],
  origin: string,
): BatchAnswer => framed(parts.map((part, nth) => partDone(part, stamps[nth]!, origin)));

/** The answer to one that was not: a single part, which says why. */
export const batchRefused = (part: RefusedPart, requestId: string): BatchAnswer =>
  framed([partRefused(part, requestId)]);
