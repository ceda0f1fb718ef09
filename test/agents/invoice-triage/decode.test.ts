import { decodeXml } from '../../../src/agents/invoice-triage/decode';
import { documentText, MAX_DOCUMENT } from '../../../src/agents/invoice-triage/document';
import { failureOf } from './documents';

const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();
const declared = (encoding: string, text = 'Größe') =>
  `<?xml version="1.0" encoding="${encoding}"?><a>${text}</a>`;
const bom = '\uFEFF';

describe('decodeXml', () => {
  it.each([
    ['UTF-8 by default', Buffer.from('<a>Größe</a>'), '<a>Größe</a>'],
    ['UTF-8 as declared', Buffer.from(declared('UTF-8')), declared('UTF-8')],
    ['UTF-8 with a byte order mark', Buffer.from(bom + declared('utf-8')), declared('utf-8')],
    [
      'UTF-16, little-endian',
      Buffer.from(bom + declared('UTF-16', 'Ελιά'), 'utf16le'),
      declared('UTF-16', 'Ελιά'),
    ],
    ['UTF-16, big-endian', utf16be(bom + declared('UTF-16', 'Ελιά')), declared('UTF-16', 'Ελιά')],
    ['UTF-16 without a mark', Buffer.from(declared('UTF-16LE'), 'utf16le'), declared('UTF-16LE')],
    ['UTF-16 without a mark, big-endian', utf16be(declared('UTF-16BE')), declared('UTF-16BE')],
    ['UTF-16 without a declaration', Buffer.from(`${bom}<a>Größe</a>`, 'utf16le'), '<a>Größe</a>'],
    ['ISO-8859-1', Buffer.from(declared('ISO-8859-1'), 'latin1'), declared('ISO-8859-1')],
    [
      'a declaration in single quotes',
      Buffer.from(`<?xml version='1.0' encoding = 'iso-8859-1' ?><a>ü</a>`, 'latin1'),
      `<?xml version='1.0' encoding = 'iso-8859-1' ?><a>ü</a>`,
    ],
  ])('reads %s', (_, bytes, text) => expect(decodeXml(bytes)).toBe(text));

  it('takes ISO-8859-1 for itself, not for windows-1252', () =>
    expect(decodeXml(Buffer.from(declared('ISO-8859-1', '\u0080'), 'latin1'))).toContain('\u0080'));

  it.each([
    [
      'a byte order mark that contradicts the declaration',
      Buffer.from(bom + declared('ISO-8859-1')),
      'is utf-8 by its byte order mark',
    ],
    [
      'UTF-16 that declares UTF-8',
      Buffer.from(bom + declared('UTF-8'), 'utf16le'),
      'is utf-16le by its byte order mark',
    ],
    [
      'UTF-8 that declares UTF-16',
      Buffer.from(declared('UTF-16')),
      'declares the encoding utf-16, but its first bytes are not',
    ],
    [
      'an encoding that is not supported',
      Buffer.from(declared('windows-1252'), 'latin1'),
      'windows-1252, which is not supported: send UTF-8',
    ],
    ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x3c, 0, 0, 0]), 'UTF-32'],
    ['bytes that are not UTF-8', Buffer.from(declared('UTF-8'), 'latin1'), 'are not utf-8'],
    ['half a character of UTF-16', Buffer.from(`${bom}<a/>`, 'utf16le').subarray(0, -1), 'are not utf-16le'],
  ])('refuses %s', (_, bytes, why) => {
    expect(() => decodeXml(bytes)).toThrow(why);
    expect(failureOf(() => decodeXml(bytes))).toBe('BusinessFailure document-encoding');
  });
});

describe('documentText', () => {
  it('leaves text as it is, but for a byte order mark', () =>
    expect(documentText({ document: bom + declared('ISO-8859-1') })).toBe(declared('ISO-8859-1')));
  it('decodes base64 by what the bytes say', () =>
    expect(
      documentText({
        document: Buffer.from(declared('ISO-8859-1'), 'latin1').toString('base64'),
        encoding: 'base64',
      }),
    ).toContain('Größe'));
  it.each(['PGEv', 'PGEvPg', 'PGEv\nPg==', 'PGEvPg==!', 'PGEvPg-_'])(
    'refuses base64 that is not strict: %j',
    (document) => {
      const isWhole = document === 'PGEv';
      expect(failureOf(() => documentText({ document, encoding: 'base64' }))).toBe(
        isWhole ? undefined : 'BusinessFailure document-encoding',
      );
    },
  );
  it('says when a document is too large', () =>
    expect(() => documentText({ document: 'x'.repeat(MAX_DOCUMENT + 1) })).toThrow(
      `${MAX_DOCUMENT} is the limit`,
    ));
});
