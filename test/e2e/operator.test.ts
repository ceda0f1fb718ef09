import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ReplaySummary } from '../../src/cli/replay-view';
import type { RunView } from '../../src/cli/run-view';
import type { StatsView } from '../../src/cli/stats-view';
import { freePorts, startTestMesh, type TestMesh } from '../support/mesh';
import { jsonFor, typedFor } from '../support/typed';

const SAMPLE = resolve('samples/invoices/01-invoice-several-vat-rates.xml');
const RISKY = resolve('samples/invoices/09-invoice-high-risk.xml');

const folder = mkdtempSync(join(tmpdir(), 'mesh-operator-'));
const data = join(folder, 'data');
let mesh: TestMesh;

beforeAll(async () => {
  mesh = await startTestMesh({ data, ports: await freePorts() });
}, 60_000);
afterAll(async () => {
  await mesh?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 30_000);

const ENV = { ...process.env, NO_COLOR: '1' };
const MESH = resolve('dist/cli/mesh.js');

const type = typedFor(() => data);
const json = jsonFor(type);

it('shows what the mesh does, once and as JSON', async () => {
  const { runId } = await json<RunView>('send', RISKY, '--watch', '--again');
  const stats = await json<StatsView>('top');
  expect(stats.runs.byStatus['waiting']).toBeGreaterThanOrEqual(1);
  expect(stats.waiting.count).toBeGreaterThanOrEqual(1);
  const { out, code } = await type('top', '--once');
  expect(out).toMatch(/in flight .*waiting[\s\S]*dead letters +0 new/);
  expect(code).toBe(0);
  const { out: why } = await type('explain', runId);
  expect(why).toContain('is waiting');
  expect(why).toMatch(/approve +ran once .*risk.*waits for an answer/);
}, 60_000);

it('draws again and again on a terminal, over what stood there', async () => {
  const terminal = ['--require', resolve('scripts/record/as-terminal.cjs'), MESH];
  const child = spawn(process.execPath, [...terminal, 'top', '--every', '1', '--data', data], {
    env: { ...process.env, RECORD_SIZE: '100x30' },
  });
  let out = '';
  await new Promise<void>((done) =>
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      if (out.split('\u001B[H').length > 2) done();
    }),
  );
  child.kill('SIGINT');
  expect(await new Promise((done) => child.once('exit', done))).toBe(0);
  expect(out).toContain('agent mesh');
  expect(out).toContain('\u001B[K\nin flight');
  expect(out).toContain('Ctrl-C ends it.');
}, 60_000);

it('shows events as they pass, those that were asked for', async () => {
  const { runId } = await json<{ runId: string }>('send', SAMPLE, '--again');
  const since = new Date(Date.now() - 30_000).toISOString();
  const args = ['tail', '--type', '*.task.created', '--run', runId, '--since', since, '--count', '2'];
  const { out, code } = await type(...args);
  const lines = out.trim().split('\n');
  expect(lines).toHaveLength(2);
  for (const line of lines)
    expect(line).toMatch(new RegExp(`tasks +business\\.invoice\\.task\\.created +${runId}\\.`));
  expect(code).toBe(0);
  const event = await json<{ type: string }>(
    'tail',
    '--run',
    runId,
    '--since',
    since,
    '--count',
    '1',
    '--hub',
    'intents',
  );
  expect(event.type).toBe('business.invoice.intent');
}, 60_000);

it('ends a tail when asked to, without a word', async () => {
  const child = spawn(process.execPath, [MESH, 'tail', '--data', data], { env: ENV });
  const { runId } = await json<{ runId: string }>('send', SAMPLE, '--again');
  let out = '';
  await new Promise<void>((done) =>
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      if (out.includes(runId)) done();
    }),
  );
  child.kill('SIGINT');
  expect(await new Promise((done) => child.once('exit', done))).toBe(0);
}, 60_000);

it('asks for a reason, checks an edit, and lists who made which replay', async () => {
  const refused = await type(
    'replay',
    '--type',
    'business.invoice.intent',
    '--edit',
    join(folder, 'none.json'),
  );
  expect(refused.error).toMatch(/none\.json holds no edit/);
  const edit = join(folder, 'edit.json');
  writeFileSync(edit, '{"document":7}');
  const nothing = await type('replay', '--id', 'nowhere', '--edit', edit, '--reason', 'try');
  expect(nothing.error).toContain('(404)');
  expect((await json<{ replays: readonly ReplaySummary[] }>('replays')).replays).toEqual([]);
  expect((await type('replays')).out).toContain('There are no replays.');
}, 60_000);

it('prints completions for each shell', async () => {
  for (const shell of ['bash', 'zsh', 'fish'])
    expect((await type('completion', shell)).out).toContain('dead-letters');
  expect((await type('completion', 'tcsh')).code).toBe(1);
}, 60_000);
