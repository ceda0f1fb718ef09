import type { IncomingMessage } from 'node:http';
import type { RouteMatch } from './http-route';
import type { Invocation } from './invocation';
import type { HttpData } from './typed-data';

/** What the platform makes of a request: lower-case headers, one value a name, repeated ones joined by a comma. */
export const toHttpInvocation = (
  request: IncomingMessage,
  { functionName, params }: RouteMatch,
  body: Buffer | undefined,
): Invocation => {
  const url = request.url ?? '/';
  const headers = toHeaders(request);
  const http: HttpData = {
    method: request.method ?? 'GET',
    url: `http://${request.headers.host ?? 'localhost'}${url}`,
    headers,
    query: toQuery(url),
    params,
    ...(body && { body: { bytes: body } }),
  };
  const traceParent = headers['traceparent'];
  return {
    functionName,
    input: { http },
    ...(traceParent && { traceContext: { traceParent, traceState: headers['tracestate'] ?? '' } }),
  };
};

const toHeaders = ({ headers }: IncomingMessage): Record<string, string> => {
  const single = headers as Record<string, string>;
  const cookies = headers['set-cookie'];
  return cookies ? { ...single, 'set-cookie': cookies.join(',') } : single;
};

const toQuery = (url: string): Record<string, string> => {
  const start = url.indexOf('?');
  const query: Record<string, string> = {};
  if (start < 0) return query;
  for (const [name, value] of new URLSearchParams(url.slice(start))) {
    const known = query[name];
    query[name] = known === undefined ? value : `${known},${value}`;
  }
  return query;
};
