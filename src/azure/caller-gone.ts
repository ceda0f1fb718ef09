import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { GoneOf } from './http';

const INVOCATION = 'x-ms-invocation-id';

interface Started {
  request: IncomingMessage;
  response: ServerResponse;
}

/**
 * Tells when callers go away. With streaming, the library takes calls by a server of its own that it shows to nobody, and
 * goes on reading an answer that nobody hears; Node tells of each request that any server of the process takes, though.
 * Only reads are looked at: whatever else was asked for is done, whoever hears of it.
 * @see https://nodejs.org/api/diagnostics_channel.html#http
 */
export const callersGone = (): GoneOf => {
  const open = new Map<string, ServerResponse>();
  subscribe('http.server.request.start', (message) => {
    const { request, response } = message as Started;
    const id = request.headers[INVOCATION];
    if (typeof id !== 'string' || request.method !== 'GET') return;
    open.set(id, response);
    response.once('close', () => open.delete(id));
  });

  return (invocationId) => {
    const response = open.get(invocationId);
    if (!response) return undefined;
    const gone = new AbortController();
    response.once('close', () => gone.abort(new DOMException('the caller has gone', 'AbortError')));
    return gone.signal;
  };
};
