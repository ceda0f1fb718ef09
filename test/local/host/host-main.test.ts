import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';
import { buildFixture } from './support';
import type { FixtureApp } from './support';

jest.setTimeout(30_000);

let fixture: FixtureApp;
const children: ChildProcess[] = [];

// Below the project, where a bundle finds its packages.
const folder = join(process.cwd(), 'dist', `test-host-${process.pid}`);
const hostMain = join(folder, 'host-main.js');

beforeAll(async () => {
  const [built] = await Promise.all([
    buildFixture(),
    build({
      bundle: true,
      platform: 'node',
      target: 'node22',
      format: 'cjs',
      entryPoints: ['src/local/host-main.ts', 'src/local/worker-main.ts'],
      outdir: folder,
      packages: 'external',
    }),
  ]);
  fixture = built;
});
afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')));
afterAll(() => {
  fixture.remove();
  rmSync(folder, { recursive: true, force: true });
});

const env = {
  ...process.env,
  QUEUE_NAME: 'x',
  TIMER: '0 0 0 1 1 *',
  'AzureWebJobs.queue.Disabled': '1',
  'AzureWebJobs.timer.Disabled': '1',
};
const launch = (...args: string[]) => {
  const child = spawn(process.execPath, [hostMain, '--name', 'gateway', '--root', fixture.root, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  children.push(child);
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return { child, output: () => output };
};
interface Ready {
  ready: true;
  port: number;
  pid: number;
  functionPid: number;
}
const message = async <T>(child: ChildProcess): Promise<T> => ((await once(child, 'message')) as [T])[0];
const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
const gone = async (pid: number): Promise<void> => {
  while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 10));
};

it('says when it is ready, and when it has another function process', async () => {
  const { child, output } = launch('--port', '0');
  const ready = await message<Ready>(child);
  expect(ready).toMatchObject({ ready: true, pid: child.pid });
  expect((await fetch(`http://127.0.0.1:${ready.port}/api/empty`)).status).toBe(200);
  expect(output()).toMatch(/^gateway: \d+ functions on http:\/\/127\.0\.0\.1:\d+, host \d+, functions \d+\n/);
  process.kill(ready.functionPid, 'SIGKILL');
  const { functionPid } = await message<{ functionPid: number }>(child);
  expect(functionPid).not.toBe(ready.functionPid);
  expect((await fetch(`http://127.0.0.1:${ready.port}/api/empty`)).status).toBe(200);
});

it.each([
  ['it is told to', (child: ChildProcess) => child.kill('SIGTERM')],
  ['whoever started it is gone', (child: ChildProcess) => child.disconnect()],
])('stops cleanly when %s', async (_, stop) => {
  const { child } = launch('--port', '0');
  const { functionPid } = await message<Ready>(child);
  stop(child);
  expect(await once(child, 'exit')).toEqual([0, null]);
  await gone(functionPid);
});

it('leaves no function process behind when it is killed', async () => {
  const { child } = launch('--port', '0');
  const { functionPid } = await message<Ready>(child);
  child.kill('SIGKILL');
  await gone(functionPid);
});

it('says which port is in use', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const { child, output } = launch('--port', String(port));
  expect(await once(child, 'close')).toEqual([1, null]);
  expect(output()).toBe(`Port ${port} is in use: choose another with --port, or stop what listens there.\n`);
  server.close();
});

describe('an app that does not load', () => {
  let broken: FixtureApp;
  beforeAll(async () => (broken = await buildFixture()));
  afterAll(() => broken.remove());

  it.each([
    [
      'throws',
      'throw new Error("no such setting: X")',
      /^The entry point .*index\.js failed to load: Error: no such setting: X/,
    ],
    ['registers nothing', '', /^The app registered no functions: its entry points call none of app\.http/],
    [
      'ends its process',
      'process.exit(3)',
      /^The function process ended \(code 3\) before it had loaded the app\.\n$/,
    ],
  ])('because it %s is named', async (_, code, expected) => {
    broken.write('dist/functions/index.js', code);
    const { child, output } = launch('--port', '0', '--root', broken.root);
    expect(await once(child, 'close')).toEqual([1, null]);
    expect(output()).toMatch(expected);
  });

  it('because nothing was built is told what to do', async () => {
    broken.write('package.json', { main: 'built/*.js' });
    const { child, output } = launch('--port', '0', '--root', broken.root);
    expect(await once(child, 'close')).toEqual([1, null]);
    expect(output()).toMatch(/^No file matches "built\/\*\.js" .* Build the app first: npm run build\.\n$/);
  });
});
