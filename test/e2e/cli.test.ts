import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { LetterView } from '../../src/cli/letter-view';
import { hasEnded, type RunView } from '../../src/cli/run-view';
import { brokerConnection, storageConnection } from '../../src/local/supervisor/environment';
import { EventHubProducerClient } from '@azure/event-hubs';
import { startFaultProxy, type FaultProxy } from '../support/fault-proxy';
import { freePorts, startTestMesh, type TestMesh } from '../support/mesh';
import { until } from '../support/until';
import { jsonFor, typedFor } from '../support/typed';

const SAMPLES = resolve('samples/invoices');
const PLAIN = join(SAMPLES, '01-invoice-several-vat-rates.xml');
const RISKY = join(SAMPLES, '09-invoice-high-risk.xml');
const DOCTYPE = join(SAMPLES, '10-invoice-with-doctype.xml');

const folder = mkdtempSync(join(tmpdir(), 'mesh-cli-'));
const data = join(folder, 'data');
let mesh: TestMesh;
let proxy: FaultProxy;
let ports: TestMesh['ports'];

const start = () =>
  startTestMesh({
    data,
    ports,
    env: { MESH_STORAGE: storageConnection({ ...ports, table: proxy.port }) },
  });

beforeAll(async () => {
  ports = await freePorts();
  proxy = await startFaultProxy(ports.table);
  mesh = await start();
}, 60_000);

afterAll(async () => {
  await mesh?.stop();
  await proxy?.close();
  rmSync(folder, { recursive: true, force: true });
}, 30_000);

const type = typedFor(() => data);
const json = jsonFor(type);

/** The command that a text proposes, as its words: what a person would paste. */
const proposed = (text: string, word: string): string[] => {
  const line = text.split('\n').find((one) => one.includes('npm run mesh -- ') && one.includes(word))!;
  return line
    .slice(line.indexOf(' -- ') + 4)
    .replace(/ --data .*$/, '')
    .split(' ');
};

it('sends a document and follows its run to the decision', async () => {
  const { code, out } = await type('send', PLAIN, '--watch');
  expect(out).toMatch(/extract, validate, check-duplicate, score-risk, post, decide/);
  expect(out).toMatch(/is completed after [\d.]+ s/);
  expect(out).toContain('"decision": "posted"');
  expect(code).toBe(0);
}, 60_000);

it('gives the same run for the same file, and another one when asked', async () => {
  const first = await json<{ runId: string }>('send', PLAIN);
  const second = await json<{ runId: string }>('send', PLAIN);
  const other = await json<{ runId: string }>('send', PLAIN, '--again');
  expect(second.runId).toBe(first.runId);
  expect(other.runId).not.toBe(first.runId);
}, 60_000);

it('sends many and tells what became of them', async () => {
  const { code, out } = await type('send', PLAIN, '--times', '12', '--watch');
  expect(out).toContain('12 runs: 12 completed');
  expect(code).toBe(0);
}, 60_000);

it('ends with 1 where the run failed, and says why', async () => {
  const { code, out } = await type('send', DOCTYPE, '--watch', '--again');
  expect(out).toMatch(/is failed[\s\S]*It failed with .*DOCTYPE/);
  expect(code).toBe(1);
}, 60_000);

it('says when the run has taken an answer', async () => {
  const { runId } = await json<RunView>('send', RISKY, '--watch', '--again');
  const answered = await type('answer', `${runId}.approve`, '--reject', '--comment', 'not ours');
  expect(answered.out).toMatch(/^The answer was taken; the run is (running|completed)\./);
  const end = await json<RunView>('run', runId, '--watch');
  expect(end.output).toMatchObject({ decision: 'declined', comment: 'not ours' });
}, 60_000);

it('says how to answer a run that waits, and the answer brings it to its end, also after a restart', async () => {
  const waiting = await type('send', RISKY, '--watch', '--again');
  expect(waiting.code).toBe(0);
  const answer = proposed(waiting.out, '--approve');
  const listed = () => json<{ runs: RunView[] }>('runs', '--limit', '100');
  const before = await until(listed, ({ runs }) => runs.some(({ status }) => status === 'waiting'));

  await mesh.stop();
  mesh = await start();

  const after = await listed();
  expect(after.runs.map(({ runId }) => runId)).toEqual(before.runs.map(({ runId }) => runId));
  expect((await type('tasks')).out).toContain(answer[1]);
  const answered = await type(...answer);
  expect(answered.out).toContain('"decision": "posted"');
  expect(answered.code).toBe(0);
  expect((await type(...answer)).error).toMatch(/takes no answer.*\(409\)/);
}, 120_000);

it('says of a run that is blocked how to replay it, what that would do, and does it', async () => {
  proxy.set(({ method, url }) => (method === 'GET' && url.includes('/ledger') ? { status: 403 } : undefined));
  const blocked = await type('send', PLAIN, '--watch', '--again');
  expect(blocked.code).toBe(1);
  expect(blocked.out).toContain('is a dead letter');
  const look = proposed(blocked.out, 'dead-letters');
  const letter = await until(
    () => type(...look),
    ({ out }) => out.includes('is new'),
  );
  expect(letter.out).toMatch(/EVENT\n\{/);
  expect(letter.out).toContain('invoice.check-duplicate@1');

  proxy.set(undefined);
  const dry = await type(...proposed(blocked.out, '--dry-run'));
  expect(dry.out).toMatch(/^1 letter would be sent back/);
  expect(dry.out).toContain('1 letter to tasks');
  expect(dry.out).toContain('No effect can happen twice.');
  expect(dry.out).toContain('None is past its deadline.');
  const done = await type(...proposed(dry.out, '--watch'));
  expect(done.out).toMatch(/is done: 1 completed/);
  expect(done.code).toBe(0);
}, 120_000);

it('shows bytes that are no event, and that a replay does not help them', async () => {
  const producer = new EventHubProducerClient(brokerConnection(ports), 'tasks');
  await producer.sendBatch([{ body: Buffer.from([0xff, 0xfe, 0, 1]) }]);
  await producer.close();
  const { letters } = await until(
    () => json<{ letters: LetterView[] }>('dead-letters', '--state', 'new'),
    (found) => found.letters.some(({ stage }) => stage === 'parse'),
  );
  const { id, fingerprint } = letters.find(({ stage }) => stage === 'parse')!;
  expect((await type('dead-letters', id)).out).toMatch(/4 bytes, as base64:\n\/\/4AAQ==/);
  const groups = (await type('dead-letters', '--groups')).out;
  expect(groups).toMatch(new RegExp(`${fingerprint} +1 +1 `));
  // Of the run that was replayed before: one letter, none of them open.
  expect(groups).toMatch(/^[0-9a-f]{16} +1 +0 .*invoice\.check-duplicate@1/m);
  const replay = await type('replay', '--id', id, '--watch');
  expect(replay.out).toContain('dead-lettered');
  expect(replay.code).toBe(1);
}, 60_000);

it('lists runs by where they stand, and shows the journal of one', async () => {
  const { runs } = await json<{ runs: RunView[] }>('runs', '--status', 'completed');
  expect(runs.every(hasEnded)).toBe(true);
  const journal = await type('run', runs[0]!.runId, '--events');
  expect(journal.out).toMatch(/TOOK IN[\s\S]*business\.invoice\.intent[\s\S]*completed/);
}, 60_000);

it('lists processes by role with their pids and addresses', async () => {
  const { parts } = await json<{ parts: { role: string; pid: number; functionPid?: number }[] }>('ps');
  expect(parts.map(({ role }) => role)).toEqual([
    'storage',
    'tables',
    'broker',
    'issuer',
    'gateway',
    'planner',
    'worker',
    'operations',
  ]);
  for (const { pid, functionPid } of parts)
    for (const one of [pid, functionPid ?? pid]) expect(() => process.kill(one, 0)).not.toThrow();
  const { out } = await type('ps');
  expect(out).toContain(`http://127.0.0.1:${ports.gateway}/api`);
  expect(out).toContain(`sb://localhost:${ports.broker}`);
  expect(out).toContain(`http://127.0.0.1:${ports.blob}`);
  const worker = parts.find(({ role }) => role === 'worker')!;
  expect((await type('ps', '--pid', 'worker')).out).toBe(`${worker.pid}\n`);
});

it('says what is wrong with the name of the field', async () => {
  const file = join(folder, 'wrong.json');
  writeFileSync(file, JSON.stringify({ dokument: '<Invoice/>' }));
  const { code, error } = await type('send', file);
  expect(error).toMatch(/\(400\)[\s\S]*\/data\/dokument: 'dokument' is not known/);
  expect(code).toBe(1);
});

it.each([
  ['a run that is not there', ['run', '00000000-0000-8000-8000-000000000000'], /There is no run .*\(404\)/],
  ['a file that is not there', ['send', 'nowhere.xml'], /nowhere\.xml cannot be sent: there is no such file/],
  ['a file of another kind', ['send', 'README.md'], /ends in \.xml/],
  ['letters that are not named', ['replay'], /Say which letters/],
  ['an answer that is not given', ['answer', 'x'], /Say what the answer is/],
  ['a number that is none', ['replay', '--type', 'x', '--limit', 'many'], /whole number/],
  ['a mesh that is away', ['runs', '--url', 'http://127.0.0.1:1/api', '--token', 't'], /No mesh answers at/],
])('says what is wrong with %s, and ends with 1', async (_, args, sentence) => {
  const { code, out, error } = await type(...args);
  expect(error).toMatch(sentence);
  expect(error).not.toMatch(/^\s+at /m);
  expect(out).toBe('');
  expect(code).toBe(1);
});

it('has a help text for each command', async () => {
  const commands = [
    'send',
    'runs',
    'run',
    'tasks',
    'answer',
    'dead-letters',
    'replay',
    'ps',
    'doctor',
    'token',
  ];
  const texts = await Promise.all(commands.map(async (command) => (await type(command, '--help')).out));
  for (const text of texts) expect(text).toContain('--json');
});
