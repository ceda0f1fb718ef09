import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answer, answerEmpty } from './from-http-response';
import { httpGate } from './http-limits';
import type { HttpLimits } from './http-limits';
import { httpRoute, httpRouter } from './http-route';
import type { HttpRoute, RouteMatch } from './http-route';
import type { Invoke, Listener, RegisteredFunction } from './invocation';
import { triggerOf } from './invocation';
import type { HttpStream } from './http-stream';
import { toHttpInvocation } from './to-http-invocation';

/** The platform's limit of a request's body. */
export const maxBodyBytes = 100 * 1024 * 1024;

export interface HttpTriggerOptions {
  functions: readonly RegisteredFunction[];
  invoke: Invoke;
  /** 0 lets the system choose. */
  port: number;
  routePrefix: string;
  limits: HttpLimits;
  /** Takes the calls that stream, where the app asked for that. @returns false where it does not */
  stream?: HttpStream;
}

/** Serves the functions with an HTTP trigger, to this machine only. @throws Error (rejects) that names the port in use */
export const startHttpTrigger = async (options: HttpTriggerOptions): Promise<Listener & { port: number }> => {
  const server = createServer(onRequest(options));
  // Longer than clients keep an idle connection, so that it is not closed under a request.
  server.keepAliveTimeout = 130_000;
  server.listen(options.port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    throw inUse(error, options.port);
  }
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      await closed;
    },
    abandon: () => void setImmediate(() => server.closeAllConnections()),
  };
};

/** The routes of an app's HTTP functions. */
export const routesOf = (functions: readonly RegisteredFunction[], routePrefix: string): HttpRoute[] =>
  functions.flatMap((registered) => {
    const trigger = triggerOf(registered);
    if (trigger?.type.toLowerCase() !== 'httptrigger') return [];
    const route = typeof trigger['route'] === 'string' ? trigger['route'] : registered.name;
    const methods = Array.isArray(trigger['methods']) ? (trigger['methods'] as string[]) : ['GET', 'POST'];
    return [httpRoute(registered.name, `${routePrefix}/${route}`, methods)];
  });

const onRequest = ({
  functions,
  invoke,
  routePrefix,
  limits,
  stream,
}: HttpTriggerOptions): RequestListener => {
  const find = httpRouter(routesOf(functions, routePrefix));
  const gate = httpGate(limits);
  const run = (
    request: IncomingMessage,
    response: ServerResponse,
    match: RouteMatch,
    body?: Buffer,
  ): void => {
    const call = async (): Promise<void> =>
      answer(response, await invoke(toHttpInvocation(request, match, body)));
    if (!gate.admit(call)) answerEmpty(response, 429);
  };

  return (request, response) => {
    const match = find(request.method ?? 'GET', pathOf(request.url ?? '/'));
    if (!match) return answerEmpty(response, 404);
    if (stream?.(request, response, match)) return;
    if (!hasBody(request)) return run(request, response, match);
    collect(request, response, (body) => run(request, response, match, body));
  };
};

const pathOf = (url: string): string => {
  const query = url.indexOf('?');
  return query < 0 ? url : url.slice(0, query);
};

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';

const collect = (
  request: IncomingMessage,
  response: ServerResponse,
  onBody: (body: Buffer) => void,
): void => {
  if (Number(request.headers['content-length']) > maxBodyBytes) return refuse(response);
  const chunks: Buffer[] = [];
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= maxBodyBytes) chunks.push(chunk);
    else refuse(response);
  });
  request.on('end', () => {
    if (size <= maxBodyBytes) onBody(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, size));
  });
  // A caller that went away gets no answer; what it did not send in full is not run.
  request.on('error', () => undefined);
};

const refuse = (response: ServerResponse): void => {
  if (response.headersSent) return;
  response.setHeader('Connection', 'close');
  answerEmpty(response, 413);
};

const inUse = (error: unknown, port: number): Error => {
  const { code } = error as NodeJS.ErrnoException;
  if (code !== 'EADDRINUSE') return error as Error;
  return new Error(`Port ${port} is in use: choose another with --port, or stop what listens there.`);
};
