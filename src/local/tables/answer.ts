import { ACCOUNT } from './resource';
import { fragmentsIn, propertiesIn, withoutType } from './properties';
import { refusal, type Refusal } from './refusal';
import { etagOf, timestampOf } from './stamp';
import type { Row } from './store';

/** What goes back to who asked. */
export interface Answer {
  status: number;
  headers?: Readonly<Record<string, string>>;
  body?: string;
}

/** How much an answer says of types and addresses. */
export type Level = 'nometadata' | 'minimalmetadata' | 'fullmetadata';

const LEVEL = /odata(?:\.metadata)?=(no|minimal|full)(?:metadata)?/i;

/** @throws Refusal for a format that is none of JSON */
export const levelOf = (accept: string | undefined): Level => {
  if (accept === undefined || !/json/i.test(accept)) throw refusal('AtomFormatNotSupported');
  const found = LEVEL.exec(accept)?.[1]?.toLowerCase() as 'no' | 'minimal' | 'full' | undefined;
  return `${found ?? 'minimal'}metadata`;
};

export interface Rendering {
  level: Level;
  /** `http://127.0.0.1:10002` */
  origin: string;
  table: string;
  /** The properties that are asked for; absent for all. */
  select?: ReadonlySet<string>;
}

/** The properties that $select asks for; undefined for all. */
export const selectOf = (text: string | null): ReadonlySet<string> | undefined => {
  const names = (text ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  return names.length === 0 || names.includes('*') ? undefined : new Set(names);
};

const quotedKey = (text: unknown): string => encodeURIComponent(String(text)).replaceAll("'", "''");

const addresses = (text: string, { origin, table }: Rendering): string[] => {
  const { PartitionKey, RowKey } = propertiesIn(text);
  const link = `${table}(PartitionKey='${quotedKey(PartitionKey)}',RowKey='${quotedKey(RowKey)}')`;
  return [
    `"odata.type":${JSON.stringify(`${ACCOUNT}.${table}`)}`,
    `"odata.id":${JSON.stringify(`${origin}/${ACCOUNT}/${link}`)}`,
    `"odata.editLink":${JSON.stringify(link)}`,
  ];
};

const membersOf = ({ stamp, text }: Row, { level, select }: Rendering): string[] => {
  const timestamp = `"Timestamp":"${timestampOf(stamp)}"`;
  const typed = level === 'fullmetadata' ? `"Timestamp@odata.type":"Edm.DateTime",${timestamp}` : timestamp;
  if (!select && level !== 'nometadata') return [text, typed];
  const fragments = [...fragmentsIn(text)]
    .filter(([name]) => !select || select.has(name))
    .map(([name, fragment]) => (level === 'nometadata' ? withoutType(name, fragment) : fragment));
  return !select || select.has('Timestamp') ? [...fragments, typed] : fragments;
};

/** A row as JSON. @param before members that come first */
export const rowJson = (row: Row, rendering: Rendering, before: readonly string[] = []): string => {
  const about = rendering.level === 'nometadata' ? [] : [`"odata.etag":${JSON.stringify(etagOf(row.stamp))}`];
  const where = rendering.level === 'fullmetadata' ? addresses(row.text, rendering) : [];
  return `{${[...before, ...where, ...about, ...membersOf(row, rendering)].join()}}`;
};

/** What says of which kind an answer is; nothing without metadata. */
export const metadata = ({ level, origin }: Pick<Rendering, 'level' | 'origin'>, what: string): string[] =>
  level === 'nometadata'
    ? []
    : [`"odata.metadata":${JSON.stringify(`${origin}/${ACCOUNT}/$metadata#${what}`)}`];

export const jsonType = (level: Level): string =>
  `application/json;odata=${level};streaming=true;charset=utf-8`;

/** Why something was refused, as the service says it. @param index of the part of a transaction that was */
export const errorJson = ({ code, message }: Refusal, requestId: string, index?: number): string => {
  const which = index === undefined ? '' : `${index}:`;
  const value = `${which}${message}\nRequestId:${requestId}\nTime:${new Date().toISOString()}`;
  return JSON.stringify({ 'odata.error': { code, message: { lang: 'en-US', value } } });
};
