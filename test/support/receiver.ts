import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { until } from './until';

/** What somebody sent. */
export interface Received {
  path: string;
  headers: Readonly<Record<string, string>>;
  body: unknown;
}

/** How a request is answered: with a status, with more than that, by hanging up, or not at all. */
export type Reply =
  number | { status: number; headers?: Record<string, string>; body?: unknown } | 'hang-up' | 'silence';

export interface Receiver {
  url(path: string): string;
  /** All that came to a path. */
  at(path: string): readonly Received[];
  /** Waits until so much has come. */
  until(path: string, count: number): Promise<readonly Received[]>;
  /** From now on: one reply after the other, the last one for all that comes. 200 where none was given. */
  reply(path: string, ...replies: readonly Reply[]): void;
  close(): Promise<void>;
}

const read = async (request: IncomingMessage): Promise<Received> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return {
    path: request.url!,
    headers: request.headers as Record<string, string>,
    body: JSON.parse(Buffer.concat(chunks).toString('utf8')),
  };
};

const answer = (response: ServerResponse, reply: Reply): void => {
  if (reply === 'silence') return;
  if (reply === 'hang-up') return void response.socket!.destroy();
  const { status, headers = {}, body } = typeof reply === 'number' ? { status: reply } : reply;
  response.writeHead(status, headers).end(body === undefined ? '' : JSON.stringify(body));
};

/** Somebody who listens, on a free port of this machine, and answers as told. */
export const startReceiver = async (): Promise<Receiver> => {
  const got: Received[] = [];
  const scripts = new Map<string, Reply[]>();
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const received = await read(request);
    got.push(received);
    const script = scripts.get(received.path) ?? [200];
    answer(response, script.length > 1 ? script.shift()! : script[0]!);
  };
  const server = createServer((request, response) => void take(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const at = (path: string) => got.filter((one) => one.path === path);
  return {
    url: (path) => `http://127.0.0.1:${port}${path}`,
    at,
    until: (path, count) =>
      until(
        async () => at(path),
        ({ length }) => length >= count,
      ),
    reply: (path, ...replies) => void scripts.set(path, [...replies]),
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};
