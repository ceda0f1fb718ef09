import { createServer, request } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import type { RunningHost } from '../../../src/local/host';
import { httpStream } from '../../../src/local/host/http-stream';
import { buildFixture, startFixtureHost, startProbe } from './support';
import type { FixtureApp, Probe } from './support';

jest.setTimeout(30_000);

let fixture: FixtureApp;
let probe: Probe;
let host: RunningHost;

beforeAll(async () => {
  [fixture, probe] = await Promise.all([buildFixture('test/local/host/fixture/streaming.ts'), startProbe()]);
  host = await startFixtureHost(fixture, probe);
});
afterAll(async () => {
  await host.close();
  await probe.close();
  fixture.remove();
});

const listening = async (server: Server): Promise<number> => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
};

it('passes a request and its answer through piece by piece', async () => {
  const sent = request({
    port: host.port,
    host: '127.0.0.1',
    path: '/api/pieces/7?q=x',
    method: 'POST',
    headers: { 'x-a': 'b' },
  });
  sent.write('one');
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  expect([answer.statusCode, answer.headers['content-type']]).toEqual([203, 'text/event-stream']);
  const pieces = answer[Symbol.asyncIterator]();
  let heard = '';
  const until = async (text: string): Promise<void> => {
    while (heard !== text) heard += String((await pieces.next()).value);
  };
  await until('7 b x;one');
  // The answer to the first piece is here, and only now the second is sent.
  sent.end('two');
  await until('7 b x;onetwo');
  expect((await pieces.next()).done).toBe(true);
});

it('answers 500 when the function throws', async () => {
  expect((await fetch(`http://127.0.0.1:${host.port}/api/throws`)).status).toBe(500);
});

it('tells the function that its caller has gone, so that nobody is streamed to', async () => {
  const gone = new AbortController();
  const answer = await fetch(`http://127.0.0.1:${host.port}/api/endless`, { signal: gone.signal });
  const first = await answer.body!.getReader().read();
  expect(Buffer.from(first.value as Uint8Array).toString()).toBe('a piece');
  gone.abort();
  expect((await probe.told('endless')).seen).toBe('gone');
});

it('keeps a call until there is a process again', async () => {
  process.kill(host.functionPid(), 'SIGKILL');
  const post = () => fetch(`http://127.0.0.1:${host.port}/api/pieces/7?q=x`, { method: 'POST', body: 'one' });
  let answer = await post();
  // Until its end is noticed, calls fail with the process.
  while (answer.status === 500) answer = await post();
  expect(await answer.text()).toBe('7 null x;one');
});

it('gives a call up whose bytes did not arrive: the function would wait for them for ever', async () => {
  const nobody = createServer();
  const port = await listening(nobody);
  nobody.close();
  const stream = httpStream({
    streams: true,
    httpUri: () => `http://127.0.0.1:${port}/`,
    whenRunning: (then) => then(),
    invoke: (_invocation, _id, signal) =>
      new Promise((resolve) =>
        signal!.addEventListener('abort', () =>
          resolve({ kind: 'failed', cause: 'thrown', message: 'gone' }),
        ),
      ),
  });
  const server = createServer((sent, answer) => stream(sent, answer, { functionName: 'f', params: {} }));
  const answer = await fetch(`http://127.0.0.1:${await listening(server)}/api/f`);
  expect(answer.status).toBe(500);
  server.closeAllConnections();
  server.close();
});
