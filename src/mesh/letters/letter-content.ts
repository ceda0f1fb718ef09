import { hash } from 'node:crypto';
import type { ContentStore } from '../ports/content-store';
import type { LetterBody, LetterContent, LetterProperties } from './letter';

/** Bytes that a letter carries itself; what is larger is kept beside it. */
const INLINE_BODY = 16 * 1024;
const INLINE_PROPERTIES = 8 * 1024;

const keep = async (contents: ContentStore, letter: string, bytes: Uint8Array): Promise<string> => {
  const ref = `letters/${letter}/${hash('sha256', bytes)}`;
  await contents.put(ref, bytes);
  return ref;
};

/** Puts what is large beside the letter, so that an event of nearly the hub's limit can still become one. */
export const keepBody = async (
  contents: ContentStore,
  letter: string,
  bytes: Uint8Array,
): Promise<LetterBody> =>
  bytes.length <= INLINE_BODY
    ? { base64: Buffer.from(bytes).toString('base64') }
    : { ref: await keep(contents, letter, bytes) };

export const keepProperties = async (
  contents: ContentStore,
  letter: string,
  properties: LetterProperties,
): Promise<Pick<LetterContent, 'properties' | 'propertiesRef'>> => {
  const json = Buffer.from(JSON.stringify(properties));
  return json.length <= INLINE_PROPERTIES
    ? { properties }
    : { properties: {}, propertiesRef: await keep(contents, letter, json) };
};

/** The bytes of a letter as they came; undefined when they were erased. */
export const bodyOf = async (
  contents: ContentStore,
  { body }: Pick<LetterContent, 'body'>,
): Promise<Uint8Array | undefined> =>
  'ref' in body ? contents.get(body.ref) : Buffer.from(body.base64, 'base64');

/** The properties of a letter as they came; undefined when they were erased. */
export const propertiesOf = async (
  contents: ContentStore,
  { properties, propertiesRef }: Pick<LetterContent, 'properties' | 'propertiesRef'>,
): Promise<LetterProperties | undefined> => {
  if (propertiesRef === undefined) return properties;
  const bytes = await contents.get(propertiesRef);
  return bytes && (JSON.parse(Buffer.from(bytes).toString('utf8')) as LetterProperties);
};
