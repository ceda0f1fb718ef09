import { once } from 'node:events';
import { symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { helpText } from '../../../src/local/supervisor/help';
import { oldNode } from '../../../src/local/supervisor/node-version';
import { readOptions, TEXTS } from '../../../src/local/supervisor/options';
import { planOf } from '../../../src/local/supervisor/parts';
import { takeRole } from '../../../src/local/supervisor/registry';
import { USUAL } from '../../../src/local/supervisor/roles';
import { newFolder, npmStart, type Start } from './npm-start';

/** What `npm start` says, with what differs from run to run named instead; it must have failed. */
const complaint = async (start: Start, names: Record<string, string> = {}): Promise<string> => {
  const { code, said } = await npmStart(start).ended;
  expect(code).toBe(1);
  return Object.entries(names).reduce((text, [name, value]) => text.replaceAll(value, `<${name}>`), said);
};

it('says what to do about an old Node', () => {
  expect(oldNode('v20.20.2')).toMatchSnapshot();
  expect(oldNode('v22.13.0')).toBeUndefined();
});

it('says what to do about a port in use', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const args = ['--data', newFolder(), '--only', 'issuer', '--issuer-port', String(port)];
  const said = await complaint({ args });
  server.close();
  expect(
    said.replaceAll(String(port), '<port>').replace(/--issuer-port \d+/, '--issuer-port <another>'),
  ).toMatchSnapshot();
});

it('says what to do about a second mesh on the same data folder', async () => {
  const data = newFolder();
  takeRole(data, 'worker');
  const said = await complaint({ args: ['--data', data] }, { data, pid: String(process.pid) });
  expect(said).toMatchSnapshot();
});

it('says what to do about a part that runs already', async () => {
  const data = newFolder();
  takeRole(data, 'worker');
  const args = ['--data', data, '--only', 'worker'];
  expect(await complaint({ args }, { data, pid: String(process.pid) })).toMatchSnapshot();
});

it('takes over a role whose mesh was killed', () => {
  const data = newFolder();
  expect(takeRole(data, 'worker')).toBeUndefined();
  expect(takeRole(data, 'worker')).toBeUndefined();
});

it('says what to do about a wrong setting', async () => {
  const args = ['--data', newFolder(), '--only', 'worker'];
  expect(await complaint({ args, env: { MESH_WORKER_CONCURRENCY: 'many' } })).toMatchSnapshot();
});

it('does not start with a version of a skill that there is not', async () => {
  const args = ['--data', newFolder(), '--only', 'worker'];
  expect(await complaint({ args, env: { MESH_SKILL_VERSIONS: '{"invoice.score-risk":"9"}' } })).toContain(
    "MESH_SKILL_VERSIONS: no agent has 'invoice.score-risk@9': there is invoice.score-risk@1",
  );
});

it('says what to do about a data folder that is a file', async () => {
  const data = join(newFolder(), 'file');
  writeFileSync(data, '');
  expect(await complaint({ args: ['--data', data] }, { data })).toMatchSnapshot();
});

it('says what to do where nothing is built', async () => {
  const cwd = newFolder();
  expect(await complaint({ args: [], cwd }, { cwd })).toMatchSnapshot();
});

it.each([
  ['that is not JSON', '{ "Values": {\n'],
  ['with a value that is not text', '{ "Values": { "MESH_BEHIND_AT": 5 } }'],
])('says what to do about local.settings.json %s', async (_, text) => {
  const cwd = newFolder();
  symlinkSync(resolve('dist'), join(cwd, 'dist'));
  writeFileSync(join(cwd, 'local.settings.json'), text);
  expect(await complaint({ args: ['--app', resolve('.')], cwd })).toMatchSnapshot();
});

it.each([
  ['an unknown part', ['--only', 'database']],
  ['nothing left to start', ['--only', 'worker', '--without', 'worker']],
  ['a port that is none', ['--gateway-port', 'http']],
  ['a port twice', ['--gateway-port', '7072']],
  ['a row of ports that is too long', ['--port-base', '65533']],
  ['a size that is none', ['--retention-mb', '1 GiB']],
  ['a time to flush that is none', ['--flush', 'never']],
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

it('starts the usual parts, some, all but some, or more, in their order', () => {
  expect(readOptions([], {}).roles).toBeUndefined();
  expect(readOptions(['--only', 'worker,planner'], {}).roles).toEqual(['planner', 'worker']);
  expect(readOptions(['--without', 'worker'], {}).roles).not.toContain('worker');
  expect(readOptions(['--without', 'worker'], {}).roles).not.toContain('canary');
  expect(readOptions(['--with', 'canary'], {}).roles).toContain('canary');
  expect(readOptions(['--with', 'worker-2'], {}).roles).toEqual([...USUAL, 'worker-2']);
  expect(readOptions(['--only', 'canary'], {}).roles).toEqual(['canary']);
});

it('has a help text, and every option is in it', () => {
  const text = helpText('npm start');
  expect(text).toMatchSnapshot();
  for (const option of [...TEXTS, 'help']) expect(text).toContain(`--${option}`);
});

it('tells the broker what to keep, where somebody says so', () => {
  expect(readOptions([], {}).retention).toEqual({});
  const options = readOptions(['--retention-mb', '64', '--retention-hours', '1'], {});
  expect(planOf('broker', options).args.join(' ')).toMatch(/--retention-hours 1 --retention-mb 64$/);
});

it('tells broker and tables when writes are on disk: later, unless somebody says so', () => {
  const argsOf = (args: string[], env = {}) => {
    const options = readOptions(args, env);
    return (['broker', 'tables'] as const).map((role) => planOf(role, options).args.join(' '));
  };
  for (const args of argsOf([])) expect(args).toContain('--flush later');
  for (const args of argsOf(['--flush', 'each'])) expect(args).toContain('--flush each');
  for (const args of argsOf([], { MESH_FLUSH: 'each' })) expect(args).toContain('--flush each');
});
