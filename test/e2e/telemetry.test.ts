import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasEnded, type RunView } from '../../src/cli/run-view';
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
const traces = join(process.cwd(), 'dist', `traces-${process.pid}.jsonl`);
beforeAll(async () => {
  mesh = await startTestMesh({ env: { MESH_TRACE_FILE: traces, MESH_LOG_LEVEL: 'debug' } });
}, 60_000);
afterAll(() => mesh?.stop(), 30_000);

const spans = (): SpanLine[] =>
  readFileSync(traces, 'utf8')
    .split('\n')
    .filter((line) => line.endsWith('}'))
    .map((line) => JSON.parse(line) as SpanLine);

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
