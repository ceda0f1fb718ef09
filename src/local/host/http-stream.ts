import { randomUUID } from 'node:crypto';
import { Agent, request as httpRequest } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerEmpty, hopByHop } from './from-http-response';
import type { InvokeWithId } from './function-process';
import type { RouteMatch } from './http-route';
import { toHttpInvocation } from './to-http-invocation';
import type { Invocation } from './invocation';

export interface HttpStreamOptions {
  invoke: InvokeWithId;
  /** Where the library takes requests as they are, if the app called `app.setup({ enableHttpStream: true })`. */
  httpUri: () => string | undefined;
}

/** Hands a request over, where the app streams. @returns false where it does not */
export type HttpStream = (request: IncomingMessage, response: ServerResponse, match: RouteMatch) => boolean;

/**
 * Passes requests and answers through piece by piece, as the platform does for an app that streams: the call goes the
 * usual way, the bytes go to the library's own server, and an id ties them together.
 */
export const httpStream = ({ invoke, httpUri }: HttpStreamOptions): HttpStream => {
  const agent = new Agent({ keepAlive: true });
  return (request, response, match) => {
    const uri = httpUri();
    if (!uri) return false;
    const invocationId = randomUUID();
    const target = new URL(request.url ?? '/', uri);
    const passed = httpRequest(target, {
      agent,
      method: request.method,
      headers: passedHeaders(request, invocationId),
    });
    request.pipe(passed);
    passed.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 200, answerHeaders(answer));
      answer.pipe(response);
      answer.on('error', () => response.destroy());
    });
    // The outcome of the call says what the caller hears.
    passed.on('error', () => undefined);
    response.on('close', () => passed.destroy());
    const settle = async (): Promise<void> => {
      const { kind } = await invoke(toStreamInvocation(request, match), invocationId);
      if (kind === 'succeeded') return;
      if (response.headersSent) response.destroy();
      else answerEmpty(response, 500);
    };
    void settle();
    return true;
  };
};

/** The library reads headers and parameters from the metadata; query keys come as parameters too, as in Azure. */
const toStreamInvocation = (request: IncomingMessage, match: RouteMatch): Invocation => {
  const invocation = toHttpInvocation(request, match, undefined);
  const { headers, query, params } = 'http' in invocation.input ? invocation.input.http : {};
  const named = Object.entries({ ...query, ...params }).map(([name, string]) => [name, { string }] as const);
  return {
    ...invocation,
    triggerMetadata: { ...Object.fromEntries(named), Headers: { json: JSON.stringify(headers) } },
  };
};

const passedHeaders = ({ headers }: IncomingMessage, invocationId: string) => ({
  ...headers,
  'x-ms-invocation-id': invocationId,
  'x-forwarded-host': headers.host ?? 'localhost',
  'x-forwarded-proto': 'http',
});

const answerHeaders = ({ rawHeaders }: IncomingMessage): string[] => {
  const list: string[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]!.toLowerCase();
    const isOurs = hopByHop.has(name) && name !== 'content-length';
    if (!isOurs && name !== 'x-ms-invocation-id') list.push(rawHeaders[index]!, rawHeaders[index + 1]!);
  }
  return list;
};
