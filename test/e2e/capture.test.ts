import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { ContainerClient } from '@azure/storage-blob';
import { storageConnection } from '../../src/local/supervisor/environment';
import type { Report } from '../../src/cli/capture/tally';
import { ledgerOf } from '../support/ledger';
import { startTestMesh, type TestMesh } from '../support/mesh';
import { until } from '../support/until';
import { jsonFor, typedFor } from '../support/typed';

const INVOICE = resolve('samples/invoices/01-invoice-several-vat-rates.xml');
const FROM = '2000-01-01T00:00:00Z';

const folder = mkdtempSync(join(tmpdir(), 'mesh-capture-'));
let mesh: TestMesh;

beforeAll(async () => {
  mesh = await startTestMesh({ env: { MESH_CAPTURE_SECONDS: '1' } });
});
afterAll(async () => {
  await mesh?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const type = typedFor(() => mesh.data);
const json = jsonFor(type);

const dryRun = (...args: readonly string[]) =>
  json<Report>('capture', '--from', FROM, '--dry-run', 'export', ...args);

const statuses = async (): Promise<Record<string, string>> => {
  const { runs } = await json<{ runs: { runId: string; status: string }[] }>('runs', '--limit', '100');
  return Object.fromEntries(runs.map(({ runId, status }) => [runId, status]));
};

/** A run with all that happened to it. */
const wholeOf = async (run: string): Promise<unknown> => [
  await mesh.client.get(`runs/${run}`),
  await mesh.client.get(`runs/${run}/events`),
];

it('finds in the files what was sent, and publishing it again gives the same runs and posts nothing twice', async () => {
  const sent = await type('send', INVOICE, '--times', '5', '--watch');
  expect(sent.out).toContain('5 runs: 5 completed');
  const runs = await statuses();
  const posted = await ledgerOf(mesh);
  // The same document five times at once: one is booked, or more.
  expect(posted).not.toHaveLength(0);
  const whole = await Promise.all(Object.keys(runs).map(wholeOf));

  const intents = ['--hub', 'intents'];
  await until(
    () => dryRun(...intents),
    ({ events }) => events === 5,
  );
  const ended = 'business.invoice.intent.completed';
  const ends = () => dryRun('--hub', 'events', '--type', ended);
  await until(ends, ({ events }) => events === 5);

  const dry = await type('capture', '--from', FROM, '--dry-run', 'replay');
  expect(dry.out).toMatch(/intents +business\.invoice\.intent +\w+ +5 /);
  expect(dry.out).toMatch(/A replay would take: 5 events of 5 in \d+ files?/);

  const open = await type('capture', '--from', FROM, '--skip-ended', '--dry-run', 'replay');
  expect(open.out).toMatch(/A replay would take: 0 events of 5 /);
  expect(open.out).toContain('5 events left out: their runs had ended.');

  const replayed = await type('capture', '--from', FROM, '--per-second', '50', 'replay');
  expect(replayed.out).toContain('Published again: 5 events of 5');
  expect(replayed.code).toBe(0);
  // The same of what became of their tasks.
  const results = await type('capture', '--from', FROM, '--hub', 'results', 'replay');
  expect(results.code).toBe(0);
  await until(
    () => dryRun(...intents),
    ({ events }) => events === 10,
  );
  // Behind them on all partitions, or nearly: when these have ended, the planner and the workers are past the others.
  await type('send', INVOICE, '--times', '12', '--watch');
  expect(await statuses()).toMatchObject(runs);
  expect(Object.keys(await statuses())).toHaveLength(17);
  expect(await Promise.all(Object.keys(runs).map(wholeOf))).toEqual(whole);
  expect(await ledgerOf(mesh)).toEqual(posted);
}, 120_000);

it('writes events as they are, each with where it was, for a program to read', async () => {
  const file = join(folder, 'intents.jsonl');
  const exported = await type('capture', '--from', FROM, '--hub', 'intents', '--out', file, 'export');
  expect(exported.code).toBe(0);
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  const [first] = lines.map((line) => JSON.parse(line) as Record<string, Record<string, unknown>>);
  expect(first!['event']).toMatchObject({ specversion: '1.0', type: 'business.invoice.intent' });
  expect(first!['capture']).toMatchObject({ namespace: 'emulatorNs1', hub: 'intents' });

  const piped = await type('capture', 'export', '--from', FROM, '--hub', 'intents', '--raw');
  const raw = piped.out.trimEnd().split('\n');
  expect(raw).toHaveLength(lines.length);
  expect(JSON.parse(raw[0]!)).toEqual(first!['event']);

  const none = await type('capture', 'export', '--from', FROM, '--tenant', 'nobody');
  expect(none.out).toBe('');
  expect(none.error).toContain('Written: 0 events of');
}, 60_000);

/** What the container holds, as a folder. */
const downloaded = async (): Promise<{ root: string; files: string[] }> => {
  const root = join(folder, 'download');
  const container = new ContainerClient(storageConnection(mesh.ports), 'capture');
  const files: string[] = [];
  for await (const { name } of container.listBlobsFlat({ prefix: 'emulatorNs1/intents/' })) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    await container.getBlobClient(name).downloadToFile(join(root, name));
    files.push(name);
  }
  return { root, files };
};

it('goes on past a damaged file, names it, and ends with 1', async () => {
  const { root, files } = await downloaded();
  const whole = await dryRun('--folder', root);
  const victim = files[0]!;
  writeFileSync(join(root, victim), readFileSync(join(root, victim)).subarray(0, -20));
  const { code, out, error } = await type('capture', '--from', FROM, '--folder', root, '--dry-run', 'export');
  expect(code).toBe(1);
  expect(error).toContain(`${victim} is damaged: it ends within a block`);
  expect(error).toContain('Fetch it again');
  expect(out).toContain('1 damaged file');
  const left = await dryRun('--folder', root);
  expect(left.events).toBeLessThan(whole.events);
  expect(left.events).toBeGreaterThan(0);

  const strict = await type('capture', '--from', FROM, '--folder', root, '--strict', '--dry-run', 'export');
  expect(strict).toMatchObject({ code: 1, out: '' });
}, 60_000);

it.each([
  ['a time that is none', ['--from', 'yesterday', 'export'], 'It is a date and time of RFC 3339'],
  ['nothing to do', ['--from', FROM], "missing required argument 'what'"],
  [
    'letters to publish',
    ['--from', FROM, '--hub', 'dlq', 'replay'],
    'Dead letters are brought back by replays',
  ],
  ['a hub that is not there', ['--from', FROM, '--to-hub', 'nowhere', 'replay'], 'there is no such hub'],
  [
    'a container that is not there',
    ['--from', FROM, '--container', 'nowhere', 'export'],
    'no such container',
  ],
  ['a folder that is not there', ['--from', FROM, '--folder', 'nowhere', 'export'], 'cannot be read'],
  ['a window that is empty', ['--from', FROM, '--to', FROM, 'export'], 'nothing is between'],
  [
    'a format that lacks something',
    ['--from', FROM, '--name-format', '{Year}', 'export'],
    'lacks {Namespace}',
  ],
])('explains %s', async (_, args, said) => {
  const { code, error } = await type('capture', ...args);
  expect(error).toContain(said);
  expect(code).toBe(1);
});
