import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { oldNode } from '../../../src/local/supervisor/node-version';
import { helpText } from '../../../src/local/supervisor/help';
import { readOptions } from '../../../src/local/supervisor/options';
import { requirePorts } from '../../../src/local/supervisor/ports-free';
import { takeRole } from '../../../src/local/supervisor/registry';
import { PORTS } from '../../../src/local/supervisor/ports';

const folder = () => mkdtempSync(join(tmpdir(), 'mesh-usage-'));

/** Runs `npm start` with the arguments and gives what it said. */
const start = async (...args: string[]): Promise<{ code: number; said: string }> => {
  const child = fork(resolve('dist/local/start.js'), args, {
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let said = '';
  for (const stream of [child.stdout!, child.stderr!])
    stream.on('data', (text: Buffer) => (said += text.toString()));
  const [code] = (await once(child, 'close')) as [number];
  return { code, said };
};

it('says what to do about an old Node', () => {
  expect(oldNode('v20.20.2')).toMatchSnapshot();
  expect(oldNode('v22.12.0')).toBeUndefined();
});

it('says what to do about a port in use', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const error = await requirePorts(['gateway'], { ...PORTS, gateway: port }).catch((e: Error) => e.message);
  server.close();
  expect(
    String(error)
      .replaceAll(String(port), '<port>')
      .replaceAll(String(port + 1000), '<port + 1000>'),
  ).toMatchSnapshot();
});

it('says what to do about a second mesh on the same data folder', async () => {
  const data = folder();
  takeRole(data, 'worker');
  const { code, said } = await start('--data', data, '--only', 'worker');
  expect(code).toBe(1);
  expect(said.replaceAll(data, '<data>').replaceAll(String(process.pid), '<pid>')).toMatchSnapshot();
});

it('takes over a role whose mesh was killed', () => {
  const data = folder();
  expect(takeRole(data, 'worker')).toBeUndefined();
  expect(takeRole(data, 'worker')).toBeUndefined();
});

it.each([
  ['an unknown part', ['--only', 'database']],
  ['a port that is none', ['--gateway-port', 'http']],
  ['an unknown option', ['--fast']],
])('says what to do about %s', (_, args) => {
  expect(() => readOptions(args, {})).toThrowErrorMatchingSnapshot();
});

it('takes ports by option, by environment, or in a row', () => {
  expect(readOptions(['--port-base', '9000'], {}).ports).toMatchObject({ gateway: 9000, broker: 9001 });
  expect(readOptions(['--gateway-port', '9'], { MESH_BROKER_PORT: '8' }).ports).toMatchObject({
    gateway: 9,
    broker: 8,
    issuer: 7072,
  });
});

it('has a help text', () => expect(helpText('npm start')).toMatchSnapshot());
