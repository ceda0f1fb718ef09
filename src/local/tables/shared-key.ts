import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { ACCOUNT } from './resource';

/** The key that every storage emulator ships with: public, and good for nothing else. */
const KEY = createSecretKey(
  'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==',
  'base64',
);

export interface SignedRequest {
  method: string;
  /** As it was sent: path and query. */
  url: string;
  headers: IncomingHttpHeaders;
}

const resourceSigned = (url: string): string => {
  const [path = '', query] = url.split('?');
  const comp = new URLSearchParams(query).get('comp');
  return `/${ACCOUNT}${path}${comp === null ? '' : `?comp=${comp}`}`;
};

const textSigned = (scheme: string, { method, url, headers }: SignedRequest): string => {
  const date = String(headers['x-ms-date'] ?? headers.date ?? '');
  const lite = `${date}\n${resourceSigned(url)}`;
  if (scheme === 'SharedKeyLite') return lite;
  const md5 = String(headers['content-md5'] ?? '');
  return `${method}\n${md5}\n${headers['content-type'] ?? ''}\n${lite}`;
};

const AUTHORIZATION = new RegExp(`^(SharedKeyLite|SharedKey) ${ACCOUNT}:(\\S+)$`);

/** Whether a request is signed with the emulators' key. */
export const isSigned = (request: SignedRequest): boolean => {
  const [, scheme, signature] = AUTHORIZATION.exec(request.headers.authorization ?? '') ?? [];
  if (!scheme || !signature) return false;
  const expected = createHmac('sha256', KEY).update(textSigned(scheme, request)).digest();
  const given = Buffer.from(signature, 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected);
};
