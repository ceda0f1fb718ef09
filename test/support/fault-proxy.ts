import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';

export interface ProxiedRequest {
  method: string;
  url: string;
  body: string;
}

/** What to answer instead of passing a request on; undefined passes it on. */
export type Fault = (request: ProxiedRequest) => { status: number; body?: string } | undefined;

export interface FaultProxy {
  port: number;
  /** Requests that were answered by a fault. */
  faults: number;
  /** Requests that were passed on, by method and first path segment after the account. */
  passed: Map<string, number>;
  set(fault: Fault | undefined): void;
  close(): Promise<void>;
}

/** Stands between a storage client and its service, and can fail requests. */
export const startFaultProxy = async (target: number): Promise<FaultProxy> => {
  let fault: Fault | undefined;
  const pass = (incoming: IncomingMessage, outgoing: ServerResponse, body?: Buffer) => {
    const key = `${incoming.method} ${incoming.url!.split(/[/(?]/)[2]}`;
    proxy.passed.set(key, (proxy.passed.get(key) ?? 0) + 1);
    const onward = request(
      {
        host: '127.0.0.1',
        port: target,
        path: incoming.url,
        method: incoming.method,
        headers: incoming.headers,
      },
      (answer) => {
        outgoing.writeHead(answer.statusCode!, answer.headers);
        answer.pipe(outgoing);
      },
    );
    onward.on('error', () => outgoing.destroy());
    if (body) onward.end(body);
    else incoming.pipe(onward);
  };
  // The body is read only where a fault may look at it.
  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse, broken: Fault) => {
    const body = await buffer(incoming);
    const { method, url } = incoming;
    const found = broken({ method: method!, url: url!, body: body.toString('utf8') });
    if (!found) return pass(incoming, outgoing, body);
    proxy.faults += 1;
    outgoing
      .writeHead(found.status, { 'content-type': 'application/json', 'x-ms-error-code': 'Faulted' })
      .end(found.body ?? '{}');
  };
  const server = createServer((incoming, outgoing) =>
    fault ? void serve(incoming, outgoing, fault).catch(() => outgoing.destroy()) : pass(incoming, outgoing),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const proxy: FaultProxy = {
    port: (server.address() as { port: number }).port,
    faults: 0,
    passed: new Map(),
    set: (next) => (fault = next),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return proxy;
};
