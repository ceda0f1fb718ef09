import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasEnded, type RunView } from '../../src/cli/run-view';
import { buildFixtureApp } from '../support/fixture-app';
import { blobsOf, filesBelow, foundIn, queuesOf, tablesOf } from '../support/haystack';
import { startTestMesh, type TestMesh } from '../support/mesh';
import { until } from '../support/until';

/** What must be nowhere but in the container of restricted data: one word for each way in. */
const NAME = 'Canaria-Vogelsang-7351';
const DIAGNOSIS = 'Morbus-Kanarius-9924';
const NOTE = 'Zwitschernotiz-4410';

let mesh: TestMesh;
const folder = mkdtempSync(join(tmpdir(), 'mesh-restricted-'));
const answers: { where: string; bytes: Uint8Array }[] = [];

beforeAll(async () => {
  mesh = await startTestMesh({
    env: {
      MESH_APP: await buildFixtureApp(),
      MESH_LOG_LEVEL: 'debug',
      MESH_CAPTURE_SECONDS: '1',
      MESH_TRACE_FILE: join(folder, 'traces.jsonl'),
      MESH_METRICS_FILE: join(folder, 'metrics.jsonl'),
    },
  });
}, 90_000);

afterAll(async () => {
  await mesh?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

const send = (mode?: string): Promise<{ runId: string }> =>
  mesh.client.post('intents/business.leave.intent', {
    reference: `leave-${mode ?? 'plain'}`,
    data: {
      case: `case-${mode ?? 'plain'}`,
      ...(mode !== undefined && { mode }),
      employee: { name: NAME, diagnosis: DIAGNOSIS },
    },
  });

const look = (run: string) => mesh.client.get<RunView>(`runs/${run}`);

it('fulfils an intent whose data only the skills may see', async () => {
  const { runId } = await send();
  const run = await until(() => look(runId), hasEnded);
  expect(run).toMatchObject({
    status: 'completed',
    output: { level: 'low', entry: 'case-plain', complete: true },
  });
});

it('keeps it in its container, and nowhere else', async () => {
  const everywhere = [
    ...filesBelow(mesh.data, (path) => /azurite|blob/.test(path)),
    ...filesBelow(folder),
    ...(await tablesOf(mesh.ports)),
    ...(await queuesOf(mesh.ports)),
    ...(await blobsOf(mesh.ports)).filter(({ container }) => container !== 'restricted'),
    ...answers,
    { where: 'the screen', bytes: Buffer.from(mesh.output()) },
  ];
  expect(foundIn(everywhere, [NAME, DIAGNOSIS, NOTE])).toEqual([]);
}, 90_000);
