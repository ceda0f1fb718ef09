import { randomUUID } from 'node:crypto';
import { Agent, request as httpRequest } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerEmpty, hopByHop } from './from-http-response';
import type { FunctionProcess } from './function-process';
import type { RouteMatch } from './http-route';
import { toHttpInvocation } from './to-http-invocation';
import type { Invocation } from './invocation';

/** Of the function process: whether the app called `app.setup({ enableHttpStream: true })`, and where requests go then. */
export type HttpStreamOptions = Pick<FunctionProcess, 'invoke' | 'httpUri' | 'streams' | 'whenRunning'>;

/** Hands a request over, where the app streams. @returns false where it does not */
export type HttpStream = (request: IncomingMessage, response: ServerResponse, match: RouteMatch) => boolean;

/** The library closes what was idle for 5 s: whoever sends at that moment is lost, so idle connections end here first. */
const IDLE_MS = 2_000;

/**
 * Passes requests and answers through piece by piece, as the platform does for an app that streams: the call goes the
 * usual way, the bytes go to the library's own server, and an id ties them together.
 */
export const httpStream = ({ invoke, httpUri, streams, whenRunning }: HttpStreamOptions): HttpStream => {
  const agent = new Agent({ keepAlive: true, timeout: IDLE_MS });

  const handOver = (request: IncomingMessage, response: ServerResponse, match: RouteMatch): void => {
    const uri = httpUri();
    if (!uri || response.destroyed) return answerEmpty(response, 500);
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
    // The library waits for the bytes of a call for ever; where they do not arrive, nobody is to wait for it.
    const lost = new AbortController();
    passed.on('error', () => lost.abort());
    response.on('close', () => passed.destroy());
    const settle = async (): Promise<void> => {
      // In the same breath as the request: both have to reach the same process.
      const { kind } = await invoke(toStreamInvocation(request, match), invocationId, lost.signal);
      if (kind === 'succeeded') return;
      if (response.headersSent) response.destroy();
      else answerEmpty(response, 500);
    };
    void settle();
  };

  return (request, response, match) => {
    if (streams) whenRunning(() => handOver(request, response, match));
    return streams;
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
