import { createServer, type RequestListener } from 'node:http';
import { once } from 'node:events';
import { AwayError, clientOf, CliError, type Client } from '../../src/cli/client';

const served = async (listener: RequestListener, ask: (client: Client) => Promise<unknown>) => {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const client = clientOf({ url: `http://127.0.0.1:${port}/api`, token: () => Promise.resolve('t') });
  return ask(client)
    .catch((error: unknown) => error)
    .finally(() => server.close());
};

const answering =
  (status: number, body: unknown): RequestListener =>
  (_, response) =>
    response.writeHead(status).end(JSON.stringify(body));

it('makes a sentence of each fault, with the field', async () => {
  const errors = [{ index: 2, pointer: '/data/total', message: 'is not a number' }];
  const problem = { title: 'The data is wrong', detail: 'at /data/total', status: 400, errors };
  const error = await served(answering(400, problem), (client) => client.get('x'));
  expect(String(error)).toContain('The data is wrong (400)\n  event 2 /data/total: is not a number');
});

it('shows ten faults, and says how many there are more', async () => {
  const errors = Array.from({ length: 13 }, (_, index) => ({ pointer: `/${index}`, message: 'is wrong' }));
  const error = await served(answering(400, { title: 'Wrong', errors }), (client) => client.get('x'));
  expect(String(error)).toMatch(/\/9: is wrong\n {2}and 3 more$/);
});

it.each([
  [503, AwayError],
  [404, CliError],
])('tells %i apart from what asking again would not help', async (status, kind) => {
  const error = await served(answering(status, { title: 'No' }), (client) => client.get('x'));
  expect((error as Error).constructor).toBe(kind);
});

it('says that nobody answers', async () => {
  const client = clientOf({ url: 'http://127.0.0.1:1/api', token: () => Promise.resolve('t') });
  await expect(client.get('x')).rejects.toThrow(/No mesh answers at .*npm start/);
});

it.each([
  ['shows the key of its subscription to API Management', { key: 'k' }, 'k'],
  ['shows no key where it has none', {}, undefined],
])('%s', async (_, extras, shown) => {
  const seen: unknown[] = [];
  const server = createServer(({ headers }, response) => {
    seen.push(headers['ocp-apim-subscription-key']);
    response.end('{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  await clientOf({ url: `http://127.0.0.1:${port}/api`, token: () => Promise.resolve('t'), ...extras }).get(
    'x',
  );
  server.close();
  expect(seen).toEqual([shown]);
});
