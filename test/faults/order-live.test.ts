import { TableClient } from '@azure/data-tables';
import { hasEnded, type RunView } from '../../src/cli/run-view';
import { storageConnection } from '../../src/local/supervisor/environment';
import { buildFixtureApp } from '../support/fixture-app';
import { postUntilAccepted } from '../support/invoices';
import { rowsOf } from '../support/ledger';
import { startTestMesh, type TestMesh } from '../support/mesh';
import { until } from '../support/until';

const RUNS = 20;

let mesh: TestMesh;
beforeAll(async () => {
  mesh = await startTestMesh({ env: { MESH_APP: await buildFixtureApp(), MESH_SILENCE_MS: '5000' } });
  await TableClient.fromConnectionString(storageConnection(mesh.ports), 'effects', {
    allowInsecureConnection: true,
  }).createTable();
}, 60_000);
afterAll(() => mesh?.stop(), 30_000);

const upTo = (count: number) => Array.from({ length: count }, (_, n) => n);
/** The first ones are slow before what is ordered, so that it is ready in another order than theirs. */
const post = (n: number) =>
  postUntilAccepted(mesh.client, 'intents/business.ordered.intent', {
    reference: `ordered-${n}`,
    partitionKey: 'supplier-42',
    data: { n, ms: (RUNS - n) * 20 },
  });

/** One that is being started again has no process to kill yet. */
const killPlanner = () =>
  until(
    async () => mesh.kill('planner', 'functions'),
    () => true,
  );

it('performs in the order of the intents of a key, though planners are killed meanwhile', async () => {
  const posted: { runId: string }[] = [];
  for (const n of upTo(RUNS)) {
    posted.push(await post(n));
    if (n % 8 === 7) await killPlanner();
  }
  const ended = posted.map(({ runId }) =>
    until(() => mesh.client.get<RunView>(`runs/${runId}`), hasEnded, 120_000),
  );
  expect(new Set((await Promise.all(ended)).map(({ status }) => status))).toEqual(new Set(['completed']));
  const rows = await rowsOf<{ partitionKey: string; rowKey: string; n: number }>(mesh, 'effects');
  const performed = rows
    .filter(({ partitionKey }) => partitionKey === 'ordered')
    .toSorted((a, b) => parseInt(a.rowKey, 10) - parseInt(b.rowKey, 10))
    .map(({ n }) => n);
  // A task may be performed twice, for its skill has no external effect; none before its turn.
  expect([...new Set(performed)]).toEqual(upTo(RUNS));
}, 150_000);
