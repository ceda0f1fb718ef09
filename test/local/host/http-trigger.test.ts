import { once } from 'node:events';
import { request } from 'node:http';
import { buildFixture, startFixtureHost, startProbe } from './support';
import type { FixtureApp, Probe } from './support';
import type { RunningHost } from '../../../src/local/host';

jest.setTimeout(30_000);

let fixture: FixtureApp;
let probe: Probe;
let host: RunningHost;
let restarted: Promise<number>;
const lines: string[] = [];

beforeAll(async () => {
  [fixture, probe] = await Promise.all([buildFixture(), startProbe()]);
  let onRestart: (pid: number) => void = () => undefined;
  restarted = new Promise((resolve) => (onRestart = resolve));
  host = await startFixtureHost(
    fixture,
    probe,
    {},
    { onRestart: (pid) => onRestart(pid), write: (line) => lines.push(line) },
  );
});
afterAll(async () => {
  await host.close();
  await probe.close();
  fixture.remove();
});
beforeEach(() => probe.reset());

const call = (path: string, init?: RequestInit): Promise<Response> =>
  fetch(`http://127.0.0.1:${host.port}${path}`, init);

it('hands over method, address, parameters, query, headers and body', async () => {
  const response = await call('/api/echo/a%20b/c/d.txt?x=1&x=2&y=%C3%A4', {
    method: 'POST',
    body: 'hällo',
    headers: { 'x-echo': 'yes', traceparent: '00-aa-bb-01' },
  });
  expect([response.status, response.headers.get('x-echo'), response.headers.get('x-trace')]).toEqual([
    201,
    'yes',
    '00-aa-bb-01',
  ]);
  expect(await response.json()).toEqual({
    method: 'POST',
    url: `http://127.0.0.1:${host.port}/api/echo/a%20b/c/d.txt?x=1&x=2&y=%C3%A4`,
    params: { id: 'a b', rest: 'c/d.txt' },
    query: [
      ['x', '1,2'],
      ['y', 'ä'],
    ],
    text: 'hällo',
  });
});

it('prefers a literal segment to a parameter', async () => {
  expect(await (await call('/api/echo/latest/x')).text()).toBe('latest');
});

it.each([
  ['an unknown path', 'GET', '/api/nowhere'],
  ['a path outside the prefix', 'GET', '/empty'],
  ['a method that the function does not take', 'DELETE', '/api/empty'],
  ['a function that is switched off', 'GET', '/api/off'],
])('answers 404 to %s', async (_, method, path) => {
  expect((await call(path, { method })).status).toBe(404);
});

it('carries bytes both ways unchanged', async () => {
  const body = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 256));
  const response = await call('/api/bytes', { method: 'POST', body });
  expect(Buffer.from(await response.arrayBuffer()).equals(Buffer.from(body.toReversed()))).toBe(true);
});

it('sets cookies', async () => {
  expect((await call('/api/cookie')).headers.getSetCookie()).toEqual(['a=b; Path=/; HttpOnly']);
});

it('answers 204 where nothing was returned', async () => {
  expect((await call('/api/nothing')).status).toBe(204);
});

it('refuses a body over 100 MB', async () => {
  const response = await call('/api/bytes', { method: 'POST', body: Buffer.alloc(101 * 1024 * 1024) }).catch(
    () => undefined,
  );
  // The connection may be cut while the caller still sends; if an answer gets through it is this one.
  expect(response?.status ?? 413).toBe(413);
  expect((await call('/api/empty')).status).toBe(200);
});

it('runs requests side by side', async () => {
  const many = Array.from({ length: 200 }, (_, index) =>
    call(`/api/echo/${index}/x`).then((response) => response.json()),
  );
  const answers = (await Promise.all(many)) as { params: { id: string } }[];
  expect(answers.map(({ params }) => params.id)).toEqual(
    Array.from({ length: 200 }, (_, index) => String(index)),
  );
});

it('answers 500 with no details when the function throws', async () => {
  probe.answer('told', 'throw');
  const response = await call('/api/told');
  expect([response.status, await response.text()]).toEqual([500, '']);
});

it('logs from the level up that host.json and the environment say', async () => {
  await call('/api/logs');
  const logged = lines.map((line) => JSON.parse(line) as Record<string, string>);
  expect(logged).toContainEqual(
    expect.objectContaining({ level: 'warning', function: 'logs', message: 'loud' }),
  );
  expect(logged).not.toContainEqual(expect.objectContaining({ message: 'quiet' }));
});

it('outlives its function process: calls in flight fail, later ones are served by the next', async () => {
  const before = host.functionPid();
  probe.answer('told', 'hang', 'die', 'return');
  const hanging = call('/api/told?q=1');
  await probe.told('told', 1);
  const dying = call('/api/told?q=2');
  expect((await Promise.all([hanging, dying])).map(({ status }) => status)).toEqual([500, 500]);
  expect(await (await call('/api/told?q=3')).text()).toBe('done');
  expect(await restarted).toBe(host.functionPid());
  expect(host.functionPid()).not.toBe(before);
});

it('ends the function process under all its calls when one runs past functionTimeout', async () => {
  fixture.write('host.json', { version: '2.0', functionTimeout: '00:00:01' });
  const impatient = await startFixtureHost(fixture, probe);
  const before = impatient.functionPid();
  probe.answer('told', 'hang');
  expect((await fetch(`http://127.0.0.1:${impatient.port}/api/told`)).status).toBe(500);
  expect((await fetch(`http://127.0.0.1:${impatient.port}/api/nothing`)).ok).toBe(true);
  expect(impatient.functionPid()).not.toBe(before);
  await impatient.close();
});

it('stops although a call hangs and a caller never ends its request', async () => {
  const other = await startFixtureHost(fixture, probe, {}, { drainMs: 50 });
  probe.answer('told', 'hang');
  const hanging = fetch(`http://127.0.0.1:${other.port}/api/told`);
  const endless = request({ port: other.port, host: '127.0.0.1', path: '/api/bytes', method: 'POST' });
  const cut = once(endless, 'error');
  endless.write('a beginning');
  await probe.told('told');
  await other.close();
  expect((await hanging).status).toBe(500);
  await cut;
});
