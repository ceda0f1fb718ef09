import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { hasEnded, type RunView } from '../../src/cli/run-view';
import { READERS } from '../../src/functions/readers';
import { postInvoice } from '../support/invoices';
import { startTestMesh, type TestMesh } from '../support/mesh';
import { until } from '../support/until';

interface SpanLine {
  trace: string;
  span: string;
  name: string;
  attributes: Record<string, unknown>;
  links: string[];
}

let mesh: TestMesh;
const folder = mkdtempSync(join(tmpdir(), 'mesh-telemetry-'));
const traces = join(folder, 'traces.jsonl');
const measures = join(folder, 'metrics.jsonl');
beforeAll(async () => {
  mesh = await startTestMesh({
    env: {
      MESH_TRACE_FILE: traces,
      MESH_METRICS_FILE: measures,
      MESH_MONITOR_SCHEDULE: '* * * * * *',
      MESH_LOG_LEVEL: 'debug',
    },
  });
}, 60_000);
afterAll(async () => {
  await mesh?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 30_000);

const linesOf = <T>(file: string): T[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.endsWith('}'))
    .map((line) => JSON.parse(line) as T);

const spans = () => linesOf<SpanLine>(traces);

interface MeasureLine {
  name: string;
  attributes: Record<string, string | number>;
  value: number | { count: number; sum: number };
}

/** All that was measured so far of one metric, by its attributes: the sums of counters, the counts of histograms. */
const totals = (name: string): Record<string, number> => {
  const sums: Record<string, number> = {};
  for (const line of linesOf<MeasureLine>(measures).filter((one) => one.name === name)) {
    const key = Object.values(line.attributes).join(' ');
    sums[key] = (sums[key] ?? 0) + (typeof line.value === 'number' ? line.value : line.value.count);
  }
  return sums;
};

const pick = (values: Record<string, number>, names: readonly string[]) =>
  Object.fromEntries(names.flatMap((name) => (name in values ? [[name, values[name]!]] : [])));

it('measures one invoice, each step of it once', async () => {
  const { runId } = await postInvoice(mesh.client, 'METER-1');
  const run = await until(() => mesh.client.get<RunView>(`runs/${runId}`), hasEnded);
  const done = run.steps!.filter(({ status }) => status === 'completed').map(({ skill }) => skill);
  const tasks = Object.fromEntries(done.map((skill) => [`${skill} completed`, 1]));
  const ended = { 'business.invoice.intent completed': 1 };
  const expected = {
    'mesh.intents.accepted': { 'business.invoice.intent normal': 1 },
    'mesh.tasks': tasks,
    'mesh.task.duration': tasks,
    'mesh.task.attempts': tasks,
    'mesh.runs.ended': ended,
    'mesh.run.duration': ended,
    'messaging.client.consumed.messages': {
      'intents planner': 1,
      'tasks worker': done.length,
      'results planner': done.length,
    },
    'messaging.client.sent.messages': { intents: 1, tasks: done.length, results: done.length },
    'http.server.request.duration': { '/api/intents/{type} POST 202': 1 },
    'mesh.letters.kept': {},
  };
  // Each process writes when it comes to it.
  const measured = () =>
    Object.fromEntries(
      Object.entries(expected).map(([name, keys]) => {
        const found = totals(name);
        const partly = name.startsWith('messaging.') || name.startsWith('http.');
        return [name, partly ? pick(found, Object.keys(keys)) : found];
      }),
    );
  await until(
    async () => measured(),
    (found) => isDeepStrictEqual(found, expected),
    20_000,
  );
  expect(Object.keys(totals('messaging.process.duration'))).toContain('results planner');
}, 60_000);

it('measures how far readers are behind, and how many letters are open', async () => {
  const readers = await until(
    async () => Object.keys(totals('mesh.consumer.lag')),
    (found) => found.length >= READERS.length,
  );
  expect(readers.toSorted()).toEqual(READERS.map(({ hub, group }) => `${hub} ${group}`).toSorted());
  expect(Object.keys(totals('mesh.letters.open')).toSorted()).toEqual(['new', 'parked', 'replaying']);
}, 60_000);

it('is one trace from the HTTP request to the last result, with links where a batch joins traces', async () => {
  const { runId } = await postInvoice(mesh.client, 'TRACE-1');
  const run = await until(() => mesh.client.get<RunView>(`runs/${runId}`), hasEnded);
  const own = await until(
    async () => spans().filter(({ trace }) => trace === run.traceId),
    (found) =>
      ['POST /api/intents/{type}', 'perform invoice.decide@1', 'fold'].every((name) =>
        found.some((span) => span.name.startsWith(name)),
      ),
  );
  const performed = own
    .filter(({ name }) => name.startsWith('perform '))
    .map(({ name }) => name.slice('perform '.length));
  const done = run.steps!.filter(({ status }) => status === 'completed').map(({ skill }) => skill);
  expect(performed.toSorted()).toEqual(done.toSorted());
  expect(own.findLast(({ name }) => name.startsWith('fold'))!.attributes).toMatchObject({
    'mesh.run': runId,
  });
  const batches = spans().filter(({ attributes }) => 'messaging.batch.message_count' in attributes);
  expect(batches.some(({ links }) => links.includes(run.traceId!))).toBe(true);
}, 60_000);

it('logs run, task, attempt and trace, and never what a document says', async () => {
  const { runId } = await postInvoice(mesh.client, 'TRACE-2');
  const run = await until(() => mesh.client.get<RunView>(`runs/${runId}`), hasEnded);
  const lines = await until(
    async () =>
      mesh
        .output()
        .split('\n')
        .filter((line) => line.includes(runId)),
    (found) => found.some((line) => line.includes('run completed')),
  );
  const settled = lines
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .find(({ task }) => task === `${runId}.post`);
  expect(settled).toMatchObject({ run: runId, attempt: 1, trace: run.traceId });
  expect(mesh.output() + JSON.stringify(spans())).not.toMatch(/Lindental|DE812345670|1692\.63/);
}, 60_000);
