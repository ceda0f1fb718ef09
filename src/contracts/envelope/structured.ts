import type { MeshEvent } from '../event';
import type { Fault } from '../problem';
import { attributeFaults } from './attributes';
import { readJson, type JsonLimits } from './json';
import { isJsonType, parseMediaType } from './media-type';

export type ReadEvent = { ok: true; event: MeshEvent } | { ok: false; faults: readonly Fault[] };

const DATA = new Set(['data', 'data_base64']);

const wrong = (pointer: string, message: string): ReadEvent => ({
  ok: false,
  faults: [{ pointer, message }],
});

/** Whether the text is standard base64, padded and without line breaks; `Buffer.from` takes much that is not. */
export const isBase64 = (text: string): boolean => Buffer.from(text, 'base64').toString('base64') === text;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An event of its attributes and data, once all is checked. */
export const asEvent = (attributes: ReadonlyMap<string, unknown>, data: object): MeshEvent =>
  ({ ...Object.fromEntries(attributes), ...data }) as MeshEvent;

/** What the payload is, when its attributes are right. */
const withData = (
  attributes: ReadonlyMap<string, unknown>,
  members: Record<string, unknown>,
  limits: JsonLimits,
): ReadEvent => {
  const type = attributes.get('datacontenttype');
  const media = typeof type === 'string' ? parseMediaType(type) : undefined;
  if (Object.hasOwn(members, 'data_base64'))
    return withBytes(attributes, members, media !== undefined && isJsonType(media), limits);
  if (!Object.hasOwn(members, 'data')) return { ok: true, event: asEvent(attributes, {}) };
  if (media && !isJsonType(media) && typeof members['data'] !== 'string')
    return wrong('/data', `must be text, or bytes in data_base64, for its type is ${media.essence}`);
  return { ok: true, event: asEvent(attributes, { data: members['data'] }) };
};

const withBytes = (
  attributes: ReadonlyMap<string, unknown>,
  members: Record<string, unknown>,
  isJson: boolean,
  limits: JsonLimits,
): ReadEvent => {
  const text = members['data_base64'];
  if (Object.hasOwn(members, 'data')) return wrong('/data_base64', 'cannot be there together with data');
  if (typeof text !== 'string' || !isBase64(text))
    return wrong('/data_base64', 'must be standard base64, padded and without line breaks');
  if (!isJson) return { ok: true, event: asEvent(attributes, { data_base64: text }) };
  const read = readJson(Buffer.from(text, 'base64'), limits);
  return read.ok
    ? { ok: true, event: asEvent(attributes, { data: read.value }) }
    : wrong('/data_base64', read.message);
};

/** Reads an event from its JSON form. @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md */
export const readStructured = (value: unknown, limits: JsonLimits): ReadEvent => {
  if (!isObject(value)) return wrong('', 'must be an object with the attributes of an event');
  const members = Object.entries(value).filter(([name, member]) => !DATA.has(name) && member !== null);
  const attributes = new Map(members);
  const faults = attributeFaults(attributes);
  return faults.length > 0 ? { ok: false, faults } : withData(attributes, value, limits);
};
