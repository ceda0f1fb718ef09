import { refusal } from './refusal';

/** The key of a row, its parts as bytes that compare as the service compares keys. */
export interface Key {
  pk: Buffer;
  rk: Buffer;
}

const SURROGATE = /[\ud800-\udfff]/;

/** As UTF-8, but a surrogate is three bytes of its own. */
const unitBytes = (unit: string): Buffer => {
  const code = unit.charCodeAt(0);
  if (!SURROGATE.test(unit)) return Buffer.from(unit, 'utf8');
  return Buffer.from([0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)]);
};

/** Keys are ordered by their UTF-16 units, which UTF-8 would not keep beyond U+FFFF. */
export const keyBytes = (text: string): Buffer =>
  SURROGATE.test(text)
    ? Buffer.concat(Array.from({ length: text.length }, (_, at) => unitBytes(text.charAt(at))))
    : Buffer.from(text, 'utf8');

const NUL = Buffer.from([0]);
/** The least bytes that come after these. */
export const justAfter = (bytes: Buffer): Buffer => Buffer.concat([bytes, NUL]);

const LONGEST = 512;
// oxlint-disable-next-line no-control-regex
const FORBIDDEN = /[\u0000-\u001f\u007f-\u009f/\\#?]/;

const keyPart = (text: unknown): Buffer => {
  if (text === undefined || text === null) throw refusal('PropertiesNeedValue');
  if (typeof text !== 'string' || text.length > LONGEST || FORBIDDEN.test(text))
    throw refusal('InvalidInput');
  return keyBytes(text);
};

/** The key of a row that is to be written. @throws Refusal for what cannot be one */
export const keyOf = (partitionKey: unknown, rowKey: unknown): Key => ({
  pk: keyPart(partitionKey),
  rk: keyPart(rowKey),
});
