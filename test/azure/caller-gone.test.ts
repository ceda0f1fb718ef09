import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { callersGone } from '../../src/azure/caller-gone';

const server = createServer();
let goneOf: ReturnType<typeof callersGone>;
beforeAll(async () => {
  goneOf = callersGone();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => server.close());

const calling = async (method: string, id: string) => {
  const { port } = server.address() as AddressInfo;
  const arrived = once(server, 'request') as Promise<[IncomingMessage, ServerResponse]>;
  const sent = request({ port, host: '127.0.0.1', method, headers: { 'x-ms-invocation-id': id } });
  sent.on('error', () => undefined);
  sent.end();
  const [, response] = await arrived;
  return { sent, response };
};

it('tells when the caller of an invocation goes away', async () => {
  const { sent, response } = await calling('GET', 'one');
  const signal = goneOf('one')!;
  response.write('a piece');
  expect(signal.aborted).toBe(false);
  const aborted = once(signal, 'abort');
  sent.destroy();
  await aborted;
  expect(goneOf('one')).toBeUndefined();
});

it('knows nothing of what it was not told, nor of calls that do something', async () => {
  const { response } = await calling('POST', 'two');
  expect([goneOf('two'), goneOf('three')]).toEqual([undefined, undefined]);
  response.end();
});
