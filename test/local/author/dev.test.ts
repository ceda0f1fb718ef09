import { fork, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { addressOf } from '../../../src/cli/address';
import { clientOf, type Client } from '../../../src/cli/client';
import { runningParts } from '../../../src/local/supervisor/registry';
import { freePorts } from '../../support/mesh';
import { newFolder } from '../supervisor/npm-start';
import { copiedTree, type Tree } from './tree';

const ASSESS = 'src/agents/parcel-desk/skills/assess.ts';
const SCHEMA = 'schemas/skills/parcel/assessment/1.json';
const INTENT = 'business.parcel.intent';

let tree: Tree;
let data: string;
let dev: ChildProcess;
let client: Client;
let said = '';
let heard: () => void = () => undefined;

/** Resolves when something was said that was not before; forgets it. */
const hears = async (words: string): Promise<string> => {
  while (!said.includes(words)) await new Promise<void>((resolve) => (heard = resolve));
  const before = said;
  said = '';
  return before;
};

beforeAll(async () => {
  tree = copiedTree();
  expect(tree.node('scripts/new-agent.mjs', 'parcel-desk').status).toBe(0);
  data = newFolder();
  const flags = Object.entries(await freePorts()).flatMap(([name, port]) => [`--${name}-port`, String(port)]);
  dev = fork('scripts/dev.mjs', ['--no-types', '--data', data, ...flags], {
    cwd: tree.folder,
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  for (const stream of [dev.stdout!, dev.stderr!])
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      heard();
    });
  await hears('watching src/ and schemas/');
  client = clientOf(addressOf({ data }));
}, 120_000);

afterAll(async () => {
  const ended = once(dev, 'exit');
  dev.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  tree.remove();
  rmSync(data, { recursive: true, force: true });
}, 30_000);

let sent = 0;
/** What a new run says of two lamps. */
const reason = async (): Promise<unknown> => {
  const intent = {
    reference: `lamps-${++sent}`,
    data: { title: 'Lamps', items: [{ name: 'lamp', quantity: 2 }] },
  };
  const { runId } = await client.post<{ runId: string }>(`intents/${INTENT}`, intent);
  const since = encodeURIComponent(new Date().toISOString());
  const run = await client.get<{ status: string; output: { reason: string } }>(
    `runs/${runId}?wait=30&since=${since}`,
  );
  expect(run.status).toBe('completed');
  return run.output.reason;
};
const save = (path: string, from: string, to: string) => {
  const file = join(tree.folder, path);
  const text = readFileSync(file, 'utf8');
  expect(text).toContain(from);
  writeFileSync(file, text.replace(from, to));
};
const pidsOf = (...roles: readonly string[]) =>
  runningParts(data)
    .filter(({ role }) => roles.includes(role))
    .map(({ pid }) => pid);
const functionPids = () => runningParts(data).flatMap(({ functionPid }) => functionPid ?? []);

it('takes up what is saved, and replaces only the processes of the functions', async () => {
  expect(await reason()).toBe('2 to enter');
  const [parts, functions] = [pidsOf('storage', 'broker', 'issuer', 'gateway', 'worker'), functionPids()];
  save(ASSESS, '} to enter`', '} to be entered`');
  await hears('the mesh runs the new build');
  expect(await reason()).toBe('2 to be entered');
  expect(pidsOf('storage', 'broker', 'issuer', 'gateway', 'worker')).toEqual(parts);
  expect(functionPids().filter((pid) => functions.includes(pid))).toEqual([]);
}, 120_000);

it('says what cannot be built, goes on with the build before, and says when it is mended', async () => {
  save(ASSESS, 'perform: (', 'perform: ((');
  expect(await hears('save again when it is mended')).toMatch(
    /dev: this cannot be built:\n {2}src\/agents\/parcel-desk\/skills\/assess\.ts:\d+: .+\nThe build before goes on/,
  );
  expect(await reason()).toBe('2 to be entered');
  save(ASSESS, 'perform: ((', 'perform: (');
  await hears('mended: the mesh runs the new build');
  expect(await reason()).toBe('2 to be entered');
}, 120_000);

it('says what is wrong with a plan, and goes on', async () => {
  const plan = 'src/agents/parcel-desk/plan.ts';
  save(plan, "step('assess'", "step('Assess'");
  expect(await hears('save again when it is mended')).toMatch(
    /src\/agents\/parcel-desk\/plan\.ts:\d+: plan for 'business\.parcel\.intent', step 'Assess': this is no name for a step/,
  );
  expect(await reason()).toBe('2 to be entered');
  save(plan, "step('Assess'", "step('assess'");
  await hears('mended');
}, 120_000);

it('says what is wrong with a schema, and makes types of one that is right', async () => {
  save(SCHEMA, '"properties": {', '"properties": { "colour": { "description": "Of it.", "type": "text" },');
  expect(await hears('save again when it is mended')).toMatch(
    /schemas\/skills\/parcel\/assessment\/1\.json:\d+, \/properties\/colour\/type: the schema/,
  );
  expect(await reason()).toBe('2 to be entered');
  save(SCHEMA, '"type": "text"', '"type": "string"');
  await hears('mended');
  expect(readFileSync(join(tree.folder, 'src/contracts/generated/schemas.ts'), 'utf8')).toContain(
    'colour?: string',
  );
}, 120_000);

it('says which types do not fit', () => {
  const folder = newFolder();
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'), 'junction');
  writeFileSync(join(folder, 'tsconfig.json'), '{ "files": ["a.ts"], "compilerOptions": { "types": [] } }');
  writeFileSync(join(folder, 'a.ts'), 'const right = 1;\nexport const wrong: string = right;\n');
  const types = pathToFileURL(resolve('scripts/dev/types.mjs')).href;
  const script = `import('${types}').then(({ typeChecker }) => typeChecker((faults) => console.log(faults))())`;
  const { stdout } = spawnSync(process.execPath, ['-e', script], { cwd: folder, encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  expect(stdout).toContain("a.ts:2: Type 'number' is not assignable to type 'string'.");
});
