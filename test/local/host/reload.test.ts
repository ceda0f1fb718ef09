import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { RunningHost } from '../../../src/local/host';
import { buildFixture, startFixtureHost, startProbe } from './support';
import type { FixtureApp, Probe } from './support';

const BUNDLE = 'dist/functions/index.js';

let fixture: FixtureApp;
let probe: Probe;
let host: RunningHost;
let original: string;
let onRestart: (pid: number, why: string) => void;

beforeAll(async () => {
  [fixture, probe] = await Promise.all([buildFixture(), startProbe()]);
  original = readFileSync(join(fixture.root, BUNDLE), 'utf8');
});
beforeEach(async () => {
  fixture.write(BUNDLE, original);
  onRestart = () => undefined;
  host = await startFixtureHost(fixture, probe, {}, { onRestart: (pid, why) => onRestart(pid, why) });
});
afterEach(() => host.close());
afterAll(async () => {
  fixture.remove();
  await probe.close();
});

const called = async (path = 'empty') => (await fetch(`http://127.0.0.1:${host.port}/api/${path}`)).status;
const changed = (from: string, to: string) => {
  expect(original).toContain(from);
  fixture.write(BUNDLE, original.replace(from, to));
};
const EMPTY = 'handler: () => ({ status: 200 })';

it('takes up what is on disk now, in another process', async () => {
  const before = host.functionPid();
  changed(EMPTY, 'handler: () => ({ status: 202 })');
  expect(await called()).toBe(200);
  await host.reload();
  expect(await called()).toBe(202);
  expect(host.functionPid()).not.toBe(before);
});

it('lets calls end that are under way', async () => {
  const gate = createServer();
  gate.listen(0, '127.0.0.1');
  await once(gate, 'listening');
  const { port } = gate.address() as AddressInfo;
  changed(EMPTY, `handler: () => fetch("http://127.0.0.1:${port}").then(() => ({ status: 204 }))`);
  await host.reload();
  const [underWay, [, held]] = [called(), (await once(gate, 'request')) as [unknown, ServerResponse]];
  fixture.write(BUNDLE, original);
  await host.reload();
  expect(await called()).toBe(200);
  held.end();
  expect(await underWay).toBe(204);
  gate.close();
});

it('loses no call that comes while it reloads', async () => {
  const reloaded = host.reload();
  const calls = Array.from({ length: 20 }, () => called());
  await reloaded;
  expect(new Set(await Promise.all(calls))).toEqual(new Set([200]));
});

it('goes on with what it has when that does not load', async () => {
  const before = host.functionPid();
  fixture.write(BUNDLE, 'throw new Error("not today");');
  await expect(host.reload()).rejects.toThrow('not today');
  expect(await called()).toBe(200);
  expect(host.functionPid()).toBe(before);
});

it('goes on with what it has when that has other functions', async () => {
  const before = host.functionPid();
  changed(EMPTY, 'methods: ["PUT"], handler: () => ({ status: 200 })');
  await expect(host.reload()).rejects.toThrow('which only a new start takes up');
  expect(await called()).toBe(200);
  expect(host.functionPid()).toBe(before);
});

it('starts what was taken up last when its process dies', async () => {
  changed(EMPTY, 'handler: () => ({ status: 202 })');
  const reasons: string[] = [];
  onRestart = (_, why) => reasons.push(why);
  await host.reload();
  const restarted = new Promise<void>((resolve) => {
    onRestart = (_, why) => {
      reasons.push(why);
      resolve();
    };
  });
  process.kill(host.functionPid(), 'SIGKILL');
  await restarted;
  expect(await called()).toBe(202);
  expect(reasons).toEqual(['reloaded', 'died']);
});
