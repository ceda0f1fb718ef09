import { CONSTANTS } from 'cloudevents';
import type { Fault } from '../problem';
import { attributeFaults, NUMBERS } from './attributes';
import { readJson, type JsonLimits } from './json';
import { isJsonType, isUtf8Type, parseMediaType } from './media-type';
import { asEvent, type ReadEvent } from './structured';

const PREFIX = CONSTANTS.EXTENSIONS_PREFIX;

export type Headers = Readonly<Record<string, string>>;

const isOurs = (header: string): boolean => header.toLowerCase().startsWith(PREFIX);

/** Whether a request carries an event in its headers. */
export const isBinary = (headers: Headers): boolean => Object.keys(headers).some(isOurs);

const unquoted = (value: string): string => {
  const inner = /^"((?:[^"\\]|\\.)*)"$/.exec(value);
  return inner ? inner[1]!.replace(/\\(.)/g, '$1') : value;
};

/**
 * A header's value as it was meant: without quotes, percent-decoded exactly once; undefined when that fails.
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md#3132-http-header-values
 */
export const decodeHeader = (value: string): string | undefined => {
  const plain = unquoted(value.trim());
  if (!/^[\x20-\x7e]*$/.test(plain)) return undefined;
  try {
    return decodeURIComponent(plain);
  } catch {
    return undefined;
  }
};

const INTEGER = /^-?(?:0|[1-9][0-9]{0,9})$/;
const typed = (name: string, text: string) => (NUMBERS.has(name) && INTEGER.test(text) ? Number(text) : text);

const attributesOf = (headers: Headers, contentType: string | undefined) => {
  const attributes = new Map<string, unknown>();
  const faults: Fault[] = [];
  const refuse = (name: string, message: string) => faults.push({ pointer: `/${name}`, message });
  for (const [header, value] of Object.entries(headers).filter(([header]) => isOurs(header))) {
    const name = header.slice(PREFIX.length).toLowerCase();
    const text = decodeHeader(value);
    if (name === 'datacontenttype')
      refuse(name, 'is the header Content-Type in binary mode, and no ce- header');
    else if (text === undefined) refuse(name, 'must be ASCII, with all else percent-encoded as UTF-8');
    else attributes.set(name, typed(name, text));
  }
  if (contentType !== undefined) attributes.set('datacontenttype', contentType);
  return { attributes, faults };
};

const dataOf = (body: Uint8Array, contentType: string | undefined, limits: JsonLimits) => {
  if (body.length === 0) return { ok: true, data: {} } as const;
  const media = contentType === undefined ? undefined : parseMediaType(contentType);
  // Bytes stay bytes: only who reads the document knows how its text is encoded.
  if (!media || !isJsonType(media))
    return { ok: true, data: { data_base64: Buffer.from(body).toString('base64') } } as const;
  if (!isUtf8Type(media))
    return {
      ok: false,
      faults: [{ pointer: '/datacontenttype', message: 'must name UTF-8, or no charset' }],
    } as const;
  const read = readJson(body, limits);
  return read.ok
    ? ({ ok: true, data: { data: read.value } } as const)
    : ({ ok: false, faults: [{ pointer: '/data', message: read.message }] } as const);
};

export interface BinaryMessage {
  contentType: string | undefined;
  headers: Headers;
  body: Uint8Array;
}

/** Reads an event whose attributes are headers and whose data is the body. */
export const readBinary = ({ contentType, headers, body }: BinaryMessage, limits: JsonLimits): ReadEvent => {
  const { attributes, faults: headerFaults } = attributesOf(headers, contentType);
  const faults = [...headerFaults, ...attributeFaults(attributes).filter(isNew(headerFaults))];
  if (faults.length > 0) return { ok: false, faults };
  const read = dataOf(body, contentType, limits);
  return read.ok ? { ok: true, event: asEvent(attributes, read.data) } : read;
};

const isNew =
  (known: readonly Fault[]) =>
  ({ pointer }: Fault): boolean =>
    !known.some((fault) => fault.pointer === pointer);
