import type { InvoiceIntent } from './types';
import { decodeXml } from './decode';
import { unreadable } from './unreadable';

/** In characters of XML. Published invoices go up to 3.3 MB with what is attached to them. */
export const MAX_DOCUMENT = 5 * 1024 * 1024;

/**
 * The XML of an intent, as text without a byte order mark.
 * @throws BusinessFailure when it is too large, or not what its encoding says
 */
export const documentText = ({ document, encoding = 'text' }: InvoiceIntent): string => {
  const text = encoding === 'base64' ? decodeXml(fromBase64(document)) : document.replace(/^\uFEFF/, '');
  if (text.length <= MAX_DOCUMENT) return text;
  return unreadable(
    'document-too-large',
    `the document has ${text.length} characters, and ${MAX_DOCUMENT} is the limit: send it without its attachments`,
  );
};

const fromBase64 = (text: string): Uint8Array => {
  const bytes = Buffer.from(text, 'base64');
  // Buffer skips what is not base64; only a faithful round trip shows that nothing was skipped.
  if (bytes.toString('base64') === text) return bytes;
  return unreadable(
    'document-encoding',
    'the document is not base64: padded, of the standard alphabet, without line breaks',
  );
};
