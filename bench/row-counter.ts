// Stands before the table service and counts the rows that pass, as a process of its own: `row-counter.js <port of the service>`.
import { createServer, request, Agent } from 'node:http';
import type { AddressInfo } from 'node:net';
import { rowsWritten } from './count-rows';

const target = Number(process.argv[2]);
const agent = new Agent({ keepAlive: true });
const rows: Record<string, number> = {};

const count = (method: string, url: string, body: Buffer): void => {
  for (const [table, written] of Object.entries(rowsWritten(method, url.split('?')[0]!, body.toString())))
    rows[table] = (rows[table] ?? 0) + written;
};

const server = createServer((incoming, outgoing) => {
  const chunks: Buffer[] = [];
  incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
  incoming.on('end', () => {
    const body = Buffer.concat(chunks);
    const { method = 'GET', url = '/', headers } = incoming;
    const onward = request(
      { host: '127.0.0.1', port: target, path: url, method, headers, agent },
      (answer) => {
        // What the service refused was not written.
        if (answer.statusCode! < 300) count(method, url, body);
        outgoing.writeHead(answer.statusCode!, answer.headers);
        answer.pipe(outgoing);
      },
    );
    onward.on('error', () => outgoing.destroy());
    onward.end(body);
  });
});
server.listen(0, '127.0.0.1', () => process.send!({ port: (server.address() as AddressInfo).port }));
process.on('message', () => process.send!({ rows }));
process.on('disconnect', () => process.exit());
