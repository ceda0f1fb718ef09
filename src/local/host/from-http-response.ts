import type { ServerResponse } from 'node:http';
import type { Outcome } from './invocation';
import type { HttpCookie, HttpData } from './typed-data';

/** The connection is the host's own: a function cannot say how its bytes travel. */
export const hopByHop = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-length',
  'upgrade',
  'trailer',
]);

/** Answers a request with what its function returned. A failure is a 500 that says nothing, nothing returned is a 204. */
export const answer = (response: ServerResponse, outcome: Outcome): void => {
  if (response.destroyed) return;
  if (outcome.kind === 'failed') return answerEmpty(response, 500);
  const { returnValue } = outcome;
  if (returnValue === null || !('http' in returnValue)) return answerEmpty(response, 204);
  const { http } = returnValue;
  const body = http.body && 'bytes' in http.body ? http.body.bytes : undefined;
  response.writeHead(Number(http.statusCode ?? 200), toHeaderList(http, body?.length ?? 0));
  response.end(body?.length ? body : undefined);
};

/** Answers with a status and nothing else. */
export const answerEmpty = (response: ServerResponse, status: number): void => {
  if (response.destroyed) return;
  response.writeHead(status, status === 204 ? [] : ['Content-Length', '0']);
  response.end();
};

const toHeaderList = ({ statusCode, headers = {}, cookies = [] }: HttpData, length: number): string[] => {
  const list: string[] = [];
  for (const name in headers) if (!hopByHop.has(name.toLowerCase())) list.push(name, headers[name]!);
  for (const cookie of cookies) list.push('Set-Cookie', setCookie(cookie));
  if (!/^(204|304)$/.test(statusCode ?? '')) list.push('Content-Length', String(length));
  return list;
};

const setCookie = (cookie: HttpCookie): string => {
  const { name, value, domain, path, expires, secure, httpOnly, sameSite, maxAge } = cookie;
  const attributes = [
    `${name}=${encodeURIComponent(value)}`,
    domain && `Domain=${domain.value}`,
    path && `Path=${path.value}`,
    expires && `Expires=${new Date(expires.value.seconds * 1000).toUTCString()}`,
    maxAge && `Max-Age=${maxAge.value}`,
    secure?.value && 'Secure',
    httpOnly?.value && 'HttpOnly',
    sameSite && sameSites[sameSite],
  ];
  return attributes.filter(Boolean).join('; ');
};

const sameSites: Record<string, string> = {
  lax: 'SameSite=Lax',
  strict: 'SameSite=Strict',
  explicitNone: 'SameSite=None',
};
