import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';

/** What to answer instead of passing a request on; undefined passes it on. */
export type Fault = (request: IncomingMessage) => { status: number; body?: string } | undefined;

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
  const pass = (incoming: IncomingMessage, outgoing: ServerResponse) => {
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
    incoming.pipe(onward);
  };
  const server = createServer((incoming, outgoing) => {
    const found = fault?.(incoming);
    if (!found) {
      const key = `${incoming.method} ${incoming.url!.split(/[/(?]/)[2]}`;
      proxy.passed.set(key, (proxy.passed.get(key) ?? 0) + 1);
      return pass(incoming, outgoing);
    }
    proxy.faults += 1;
    incoming.resume();
    outgoing
      .writeHead(found.status, { 'content-type': 'application/json', 'x-ms-error-code': 'Faulted' })
      .end(found.body ?? '{}');
  });
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
