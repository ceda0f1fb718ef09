import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { once } from 'node:events';
import type { RunningHost } from '../../../src/local/host';
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
