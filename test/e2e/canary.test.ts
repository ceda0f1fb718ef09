import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tableOf } from '../../src/azure/connections';
import type { CanaryReport } from '../../src/cli/canary-report';
import { hasEnded, type RunView } from '../../src/cli/run-view';
import { storageConnection } from '../../src/local/supervisor/environment';
import { startCanary } from '../support/beside';
import { buildFixtureApp } from '../support/fixture-app';
import { postInvoice } from '../support/invoices';
import { startTestMesh, type TestMesh } from '../support/mesh';
import { readHub } from '../support/wire';
import { until } from '../support/until';

/** The mesh runs a build with one agent more than the canary's, which is the product's own. */
let mesh: TestMesh;
let stopCanary: () => Promise<void>;

const measures = () => join(mesh.data, 'canary-metrics.jsonl');

beforeAll(async () => {
  mesh = await startTestMesh({ env: { MESH_APP: await buildFixtureApp() } });
  await tableOf({ MESH_STORAGE: storageConnection(mesh.ports) }, 'effects').createTable();
  stopCanary = await startCanary(mesh, { app: '.', env: { MESH_METRICS_FILE: measures() } });
}, 90_000);

afterAll(async () => {
  await stopCanary?.();
  await mesh?.stop();
}, 60_000);

interface Line {
  message: string;
  hub: string;
  run: string;
  code: string;
}

const linesOf = (text: string): Line[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line);

/** What the canary has said of a run so far. */
const saidOf = async (runId: string): Promise<string[]> => {
  const file = join(mesh.data, 'logs', 'canary.log');
  const lines = existsSync(file) ? linesOf(readFileSync(file, 'utf8')) : [];
  return lines.filter(({ run }) => run === runId).map(({ hub, code }) => `${hub}: ${code}`);
};

interface Measure {
  name: string;
  attributes: Record<string, string>;
}

/** What the canary has counted so far: hub, outcome and reason. */
const counted = async (): Promise<string[]> =>
  readFileSync(measures(), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Measure)
    .filter(({ name }) => name === 'mesh.canary.events')
    .map(({ attributes }) =>
      ['messaging.destination.name', 'mesh.outcome', 'mesh.reason'].map((name) => attributes[name]).join(' '),
    );

const ended = (runId: string) => until(() => mesh.client.get<RunView>(`runs/${runId}`), hasEnded);

it('says of a type and its skills that this build does not know them, while the mesh works on', async () => {
  const { runId } = await mesh.client.post<{ runId: string }>('intents/business.chaos.intent', {
    reference: 'canary-1',
    data: { n: 1 },
  });
  expect((await ended(runId)).status).toBe('completed');
  const said = await until(
    () => saidOf(runId),
    (lines) => ['intents', 'tasks'].every((hub) => lines.some((line) => line.startsWith(hub))),
  );
  expect(said).toContain('intents: invalid-data');
  expect(said).toContain('tasks: unknown-skill');
  await until(counted, (lines) => lines.includes('tasks would-dead-letter unknown-skill'));
  // What this build's schemas do not know is told by the report, too.
  const { hubs } = await until(
    () => mesh.client.get<CanaryReport>('canary'),
    (report) => ['intents', 'tasks'].every((name) => report.hubs.some(({ hub }) => hub === name)),
  );
  expect(hubs.find(({ hub }) => hub === 'intents')!.stumbles).toEqual([
    {
      outcome: 'would-dead-letter',
      type: 'business.chaos.intent',
      code: 'invalid-data',
      count: 1,
      example: runId,
    },
  ]);
}, 90_000);

it('says nothing of what it knows, and publishes nothing', async () => {
  const { runId } = await postInvoice(mesh.client, 'CANARY-2');
  expect((await ended(runId)).status).toBe('completed');
  // Read after the invoice by the same functions: what comes behind it in its partitions has been looked at.
  const { runId: later } = await mesh.client.post<{ runId: string }>('intents/business.chaos.intent', {
    reference: 'canary-3',
    data: { n: 3 },
  });
  await until(
    () => saidOf(later),
    (lines) => lines.length > 0,
  );
  expect(await saidOf(runId)).toEqual([]);
  expect(await readHub(mesh.ports, 'dlq')).toHaveLength(0);
}, 90_000);
