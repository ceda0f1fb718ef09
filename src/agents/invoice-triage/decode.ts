import { unreadable } from './unreadable';

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'iso-8859-1';

const SUPPORTED = 'send UTF-8, UTF-16 or ISO-8859-1';
const DECLARED = /^<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([A-Za-z][\w.-]{0,40})["']/;

/**
 * The text of an XML document, by its byte order mark, else by its first bytes and its declaration, else as UTF-8.
 * The byte order mark is not part of the text.
 * @throws BusinessFailure for an encoding that is not supported, that contradicts the bytes, or that they do not fit
 * @see https://www.w3.org/TR/xml/#sec-guessing
 */
export const decodeXml = (bytes: Uint8Array): string => {
  const seen = fromBytes(bytes);
  const declared = DECLARED.exec(peek(bytes, seen.encoding))?.[1]?.toLowerCase();
  return decode(bytes, chosen(seen, declared));
};

interface Seen {
  encoding: Encoding;
  /** Where the encoding is known from; `assumed` leaves the word to the declaration. */
  from: 'byte order mark' | 'first bytes' | 'assumed';
}

const SIGNS: readonly (Seen & { starts: readonly number[] })[] = [
  { starts: [0xef, 0xbb, 0xbf], encoding: 'utf-8', from: 'byte order mark' },
  { starts: [0xff, 0xfe], encoding: 'utf-16le', from: 'byte order mark' },
  { starts: [0xfe, 0xff], encoding: 'utf-16be', from: 'byte order mark' },
  { starts: [0x3c, 0x00], encoding: 'utf-16le', from: 'first bytes' },
  { starts: [0x00, 0x3c], encoding: 'utf-16be', from: 'first bytes' },
];

// Both marks of UTF-32 would pass for other things: little-endian starts like UTF-16, big-endian with zeros.
const UTF_32: readonly (readonly number[])[] = [
  [0xff, 0xfe, 0, 0],
  [0, 0, 0xfe, 0xff],
  [0x3c, 0, 0, 0],
  [0, 0, 0, 0x3c],
];

const startsWith = (bytes: Uint8Array, start: readonly number[]): boolean =>
  bytes.length >= start.length && start.every((byte, at) => bytes[at] === byte);

const fromBytes = (bytes: Uint8Array): Seen => {
  if (UTF_32.some((start) => startsWith(bytes, start)))
    return unreadable('document-encoding', `the document is in UTF-32, which is not supported: ${SUPPORTED}`);
  return SIGNS.find(({ starts }) => startsWith(bytes, starts)) ?? { encoding: 'utf-8', from: 'assumed' };
};

/** The XML declaration is ASCII in every encoding here, so its first characters can be read before the encoding is settled. */
const peek = (bytes: Uint8Array, encoding: Encoding): string => {
  const head = Buffer.from(bytes.subarray(0, 600));
  const text = encoding.startsWith('utf-16')
    ? head.toString('latin1').replaceAll('\0', '')
    : head.toString('latin1');
  return text.replace(/^(\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff)/, '');
};

const chosen = ({ encoding, from }: Seen, declared: string | undefined): Encoding => {
  if (declared === undefined) return encoding;
  if (agrees(encoding, declared)) return encoding;
  if (from !== 'assumed')
    return unreadable(
      'document-encoding',
      `the document declares the encoding ${declared}, but is ${encoding} by its ${from}: declare the encoding that it is written in`,
    );
  if (declared === 'iso-8859-1' || declared === 'latin1') return 'iso-8859-1';
  return declared.startsWith('utf-16')
    ? unreadable(
        'document-encoding',
        `the document declares the encoding ${declared}, but its first bytes are not`,
      )
    : unreadable(
        'document-encoding',
        `the document declares the encoding ${declared}, which is not supported: ${SUPPORTED}`,
      );
};

const agrees = (encoding: Encoding, declared: string): boolean =>
  declared === encoding ||
  declared === encoding.replace('-', '') ||
  (declared === 'utf-16' && encoding.startsWith('utf-16'));

const decode = (bytes: Uint8Array, encoding: Encoding): string => {
  // TextDecoder takes ISO-8859-1 for windows-1252, which gives other characters for 0x80 to 0x9f.
  if (encoding === 'iso-8859-1') return Buffer.from(bytes).toString('latin1');
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return unreadable(
      'document-encoding',
      `the bytes of the document are not ${encoding}: it was damaged, or is in another encoding than it declares`,
    );
  }
};
