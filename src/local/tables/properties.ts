import { refusal } from './refusal';
import { microsOf } from './stamp';

/** A row's properties as the service writes them in JSON, by name: `"n":1` or `"t@odata.type":"Edm.Guid","t":"…"`. */
export type Fragments = Map<string, string>;

const TYPE = '@odata.type';
const INT64 = { least: -(2n ** 63n), most: 2n ** 63n - 1n };
const WHOLE = /^[+-]?\d+$/;
const GUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const ZONED = /(?:Z|[+-]\d\d:\d\d)$/i;
const MOST_UNITS = 32 * 1024;
const MOST_BYTES = 64 * 1024;

const invalid = (name: string, type: string) =>
  refusal('InvalidInput', `The property '${name}' is no ${type}.`);

const doubleText = (value: number): string =>
  Number.isInteger(value) ? (Object.is(value, -0) ? '-0.0' : value.toFixed(1)) : String(value);

/** The JSON of a value, and how many bytes it takes by the service's own count. */
interface Written {
  json: string;
  bytes: number;
  /** The type that is said beside it, where the JSON does not. */
  type?: string;
}

const stringOf = (text: string): Written => {
  if (text.length > MOST_UNITS) throw refusal('PropertyValueTooLarge');
  return { json: JSON.stringify(text), bytes: text.length * 2 + 4 };
};

const numberOf = (value: number): Written =>
  Number.isInteger(value) ? { json: String(value), bytes: 4 } : { json: doubleText(value), bytes: 8 };

const untyped = (name: string, value: unknown): Written => {
  switch (typeof value) {
    case 'string':
      return stringOf(value);
    case 'number':
      return numberOf(value);
    case 'boolean':
      return { json: String(value), bytes: 1 };
    default:
      throw invalid(name, 'value that a property can have');
  }
};

const booleanOf = (value: unknown): Written | undefined =>
  value === true || value === 'true' || value === false || value === 'false'
    ? { json: String(value), bytes: 1 }
    : undefined;

const int32Of = (value: unknown): Written | undefined => {
  const number = typeof value === 'string' && WHOLE.test(value) ? Number(value) : value;
  return typeof number === 'number' ? { json: String(number), bytes: 4 } : undefined;
};

const int64Of = (value: unknown): Written | undefined => {
  if (typeof value !== 'string' || !WHOLE.test(value)) return undefined;
  const number = BigInt(value.replace('+', ''));
  if (number < INT64.least || number > INT64.most) return undefined;
  return { json: JSON.stringify(value), bytes: 8, type: 'Edm.Int64' };
};

const doubleOf = (value: unknown): Written | undefined => {
  if (value === 'NaN' || value === 'Infinity' || value === '-Infinity')
    return { json: JSON.stringify(value), bytes: 8, type: 'Edm.Double' };
  const number = typeof value === 'string' ? Number.parseFloat(value) : value;
  return typeof number === 'number' && Number.isFinite(number)
    ? { json: doubleText(number), bytes: 8 }
    : undefined;
};

const dateTimeOf = (value: unknown): Written | undefined => {
  if (typeof value !== 'string' || Number.isNaN(microsOf(value))) return undefined;
  const zoned = ZONED.test(value) ? value : `${value}Z`;
  return { json: JSON.stringify(zoned), bytes: 8, type: 'Edm.DateTime' };
};

const guidOf = (value: unknown): Written | undefined =>
  typeof value === 'string' && GUID.test(value)
    ? { json: JSON.stringify(value), bytes: 16, type: 'Edm.Guid' }
    : undefined;

const binaryOf = (value: unknown): Written | undefined => {
  if (typeof value !== 'string') return undefined;
  const bytes = Buffer.byteLength(value, 'base64');
  if (bytes > MOST_BYTES) throw refusal('PropertyValueTooLarge');
  return { json: JSON.stringify(value), bytes: bytes + 4, type: 'Edm.Binary' };
};

const TYPED: Readonly<Record<string, (value: unknown) => Written | undefined>> = {
  'Edm.String': (value) => (typeof value === 'string' ? stringOf(value) : undefined),
  'Edm.Boolean': booleanOf,
  'Edm.Int32': int32Of,
  'Edm.Int64': int64Of,
  'Edm.Double': doubleOf,
  'Edm.DateTime': dateTimeOf,
  'Edm.Guid': guidOf,
  'Edm.Binary': binaryOf,
};

const written = (name: string, value: unknown, type: unknown): Written => {
  if (type === undefined) return untyped(name, value);
  const known = typeof type === 'string' && Object.hasOwn(TYPED, type) ? TYPED[type] : undefined;
  const found = known?.(value);
  if (!found) throw invalid(name, JSON.stringify(type));
  return found;
};

const MOST_PROPERTIES = 252;
const LONGEST_NAME = 255;
const MOST_ENTITY_BYTES = 1024 * 1024;
const NAME = /^[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}\p{Pc}\p{Cf}]*$/u;
const KEYS: ReadonlySet<string> = new Set(['PartitionKey', 'RowKey']);
/** Said by the service and not by who writes. */
const isOwn = (name: string): boolean => name === 'Timestamp' || name.startsWith('odata.');

const requireName = (name: string): void => {
  if (name.length > LONGEST_NAME) throw refusal('PropertyNameTooLong');
  if (!NAME.test(name)) throw refusal('PropertyNameInvalid', `The property name '${name}' is invalid.`);
};

// The same names come again and again.
const known = new Set<string>();
const KNOWN_MOST = 10_000;
const checkName = (name: string): void => {
  if (known.has(name)) return;
  requireName(name);
  if (known.size < KNOWN_MOST) known.add(name);
};

const fragmentOf = (name: string, { json, type }: Written): string =>
  type === undefined ? `"${name}":${json}` : `"${name}${TYPE}":"${type}","${name}":${json}`;

/**
 * What a body says of a row, checked as the service checks it; a property that is null is none.
 * @throws Refusal
 */
export const fragmentsOf = (
  properties: Readonly<Record<string, unknown>>,
  { partitionKey, rowKey }: { partitionKey: string; rowKey: string },
): Fragments => {
  const fragments: Fragments = new Map([
    ['PartitionKey', `"PartitionKey":${JSON.stringify(partitionKey)}`],
    ['RowKey', `"RowKey":${JSON.stringify(rowKey)}`],
  ]);
  let bytes = 4 + (partitionKey.length + rowKey.length) * 2;
  for (const name of Object.keys(properties)) {
    const value = properties[name];
    if (value === null || KEYS.has(name) || isOwn(name) || name.endsWith(TYPE)) continue;
    checkName(name);
    const found = written(name, value, properties[`${name}${TYPE}`]);
    bytes += 8 + name.length * 2 + found.bytes;
    fragments.set(name, fragmentOf(name, found));
  }
  if (fragments.size > MOST_PROPERTIES + KEYS.size) throw refusal('TooManyProperties');
  if (bytes > MOST_ENTITY_BYTES) throw refusal('EntityTooLarge');
  return fragments;
};

/** A row as it is kept: the members of its JSON, without Timestamp. */
export const textOf = (fragments: Fragments): string => [...fragments.values()].join();

/** The reviver's third argument, which says how a value was written: 2.0 and 2 are the same number, not the same type. */
interface Source {
  source?: string;
}

/** What `textOf` made of fragments, taken apart again. */
export const fragmentsIn = (text: string): Fragments => {
  const sources = new Map<string, string>();
  JSON.parse(`{${text}}`, (name: string, value: unknown, context?: Source) => {
    if (context?.source !== undefined) sources.set(name, context.source);
    return value;
  });
  const fragments: Fragments = new Map();
  for (const [name, source] of sources) {
    if (name.endsWith(TYPE)) continue;
    const type = sources.get(`${name}${TYPE}`);
    fragments.set(
      name,
      type === undefined ? `"${name}":${source}` : `"${name}${TYPE}":${type},"${name}":${source}`,
    );
  }
  return fragments;
};

/** The rows' properties as values, by name, with their types under `<name>@odata.type`. */
export type Properties = Readonly<Record<string, unknown>>;

export const propertiesIn = (text: string): Properties => JSON.parse(`{${text}}`) as Properties;

/** A row's properties with others laid over them. */
export const merged = (text: string, over: Fragments): Fragments => {
  const fragments = new Map([...fragmentsIn(text), ...over]);
  if (fragments.size > MOST_PROPERTIES + KEYS.size) throw refusal('TooManyProperties');
  return fragments;
};

/** A fragment without what it says of its type. */
export const withoutType = (name: string, fragment: string): string =>
  fragment.slice(fragment.indexOf(`"${name}":`));
