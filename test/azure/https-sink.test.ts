import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { httpsSink, type HttpsSinkOptions } from '../../src/azure/https-sink';
import { startReceiver, type Receiver, type Reply } from '../support/receiver';

let receiver: Receiver;
beforeAll(async () => void (receiver = await startReceiver()));
afterAll(() => receiver.close());

const post = (sink: string, options: Partial<HttpsSinkOptions> = {}) =>
  httpsSink({ targets: 'any', ...options })({
    sink,
    subscriber: 's1',
    headers: { 'content-type': 'application/json', 'ce-id': 'e1' },
    body: Buffer.from('{"a":1}'),
  });

it('posts what it is given, to the letter', async () => {
  expect(await post(receiver.url('/x?sig=a%2Fb'))).toEqual({ kind: 'answered', status: 200 });
  expect(receiver.at('/x?sig=a%2Fb')).toMatchObject([
    { body: { a: 1 }, headers: { 'content-type': 'application/json', 'ce-id': 'e1', 'content-length': '7' } },
  ]);
});

it.each<[string, Reply, object]>([
  ['a status', 202, { status: 202 }],
  ['when to come again', { status: 429, headers: { 'retry-after': '7' } }, { status: 429, retryAfter: '7' }],
  [
    'the code of a flow',
    { status: 400, body: { error: { code: 'WorkflowTriggerIsNotEnabled', message: 'secret' } } },
    { status: 400, code: 'WorkflowTriggerIsNotEnabled' },
  ],
  ['the code of others', { status: 410, body: { code: 'Gone' } }, { status: 410, code: 'Gone' }],
  ['no code that is a text', { status: 400, body: { code: 'a b <script>' } }, { status: 400 }],
  ['no code of a body without end', { status: 400, body: 'x'.repeat(1_000_000) }, { status: 400 }],
  ['nothing of a body of any size', { status: 200, body: 'x'.repeat(10_000_000) }, { status: 200 }],
])('tells %s', async (what, reply, posted) => {
  const path = `/${what.replaceAll(' ', '-')}`;
  receiver.reply(path, reply);
  expect(await post(receiver.url(path))).toEqual({ kind: 'answered', ...posted });
});

it('follows no redirect', async () => {
  receiver.reply('/from', { status: 307, headers: { location: receiver.url('/to') } });
  expect(await post(receiver.url('/from'))).toEqual({ kind: 'answered', status: 307 });
  expect(receiver.at('/to')).toEqual([]);
});

it('waits for an answer no longer than it may', async () => {
  receiver.reply('/silent', 'silence');
  expect(await post(receiver.url('/silent'), { timeoutMs: 50 })).toEqual({
    kind: 'unreachable',
    code: 'ETIMEDOUT',
  });
});

it('tells who hangs up and who is not there, by name', async () => {
  receiver.reply('/hang-up', 'hang-up');
  expect(await post(receiver.url('/hang-up'))).toEqual({ kind: 'unreachable', code: 'ECONNRESET' });
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  expect(await post(`http://127.0.0.1:${port}/`)).toEqual({ kind: 'unreachable', code: 'ECONNREFUSED' });
});

describe('where only the internet may be told', () => {
  /** A machine of ours that somebody would like to reach; it counts who comes. */
  const open: Server[] = [];
  afterEach(() => open.splice(0).forEach((server) => server.close()));
  const inside = async () => {
    let connections = 0;
    const server = createServer((socket) => void ((connections += 1), socket.destroy())).listen(
      0,
      '127.0.0.1',
    );
    open.push(server);
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    return { port, connections: () => connections };
  };
  type Resolve = NonNullable<HttpsSinkOptions['resolve']>;
  const resolvesTo =
    (...addresses: readonly string[]): Resolve =>
    (_name, _options, callback) =>
      callback(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );

  it.each([
    ['127.0.0.1'],
    ['::1'],
    ['::ffff:127.0.0.1'],
    ['169.254.169.254'],
    ['10.0.0.4'],
    ['64:ff9b::7f00:1'],
    ['8.8.8.8', '127.0.0.1'],
  ])('makes no connection to a name that resolves to %s, whatever it was before', async (...addresses) => {
    const target = await inside();
    const posted = await post(`https://rebound.example:${target.port}/`, {
      targets: 'public',
      resolve: resolvesTo(...addresses),
    });
    expect(posted).toEqual({ kind: 'inside' });
    expect(target.connections()).toBe(0);
  });

  it('makes none to an address that is written out, which nobody looks up', async () => {
    const target = await inside();
    for (const host of ['127.0.0.1', '127.1', '[::ffff:127.0.0.1]'])
      expect(await post(`https://${host}:${target.port}/`, { targets: 'public' })).toEqual({
        kind: 'inside',
      });
    expect(target.connections()).toBe(0);
  });

  it('resolves anew for each connection', async () => {
    const asked: string[] = [];
    const resolve: Resolve = (name, _options, callback) => {
      asked.push(name);
      callback(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }), []);
    };
    const send = () => post('https://gone.example/', { targets: 'public', resolve });
    expect(await send()).toEqual({ kind: 'unreachable', code: 'ENOTFOUND' });
    expect(await send()).toEqual({ kind: 'unreachable', code: 'ENOTFOUND' });
    expect(asked).toEqual(['gone.example', 'gone.example']);
  });
});
