import { readFileSync } from 'node:fs';
import { TableClient } from '@azure/data-tables';
import { hasEnded, type RunView } from '../../src/cli/run-view';
import { storageConnection } from '../../src/local/supervisor/environment';
import { buildFixtureApp } from '../support/fixture-app';
import { postUntilAccepted } from '../support/invoices';
import { rowsOf } from '../support/ledger';
import { startTestMesh, type TestMesh } from '../support/mesh';
import { until } from '../support/until';

let mesh: TestMesh;
let effects: TableClient;
beforeAll(async () => {
  const { extensions } = JSON.parse(readFileSync('host.json', 'utf8')) as {
    extensions: { queues: object };
  };
  const queues = { ...extensions.queues, visibilityTimeout: '00:00:01' };
  const app = await buildFixtureApp({ extensions: { ...extensions, queues } });
  // What lasts has a time-out of over ten seconds here, and a lease that is over soon after.
  mesh = await startTestMesh({
    env: { MESH_APP: app, MESH_LONG_TASK_MS: '10000', MESH_LEASE_GRACE_MS: '1000' },
  });
  effects = TableClient.fromConnectionString(storageConnection(mesh.ports), 'effects', {
    allowInsecureConnection: true,
  });
  await effects.createTable();
}, 60_000);
afterAll(() => mesh?.stop(), 30_000);

const post = (type: string, n: number) =>
  postUntilAccepted(mesh.client, `intents/business.${type}.intent`, {
    reference: `${type}-${n}`,
    data: { n },
  });
const see = (id: string) => mesh.client.get<RunView>(`runs/${id}`);
const ended = (id: string) => until(() => see(id), hasEnded, 120_000);
const begunOf = async (n: number) =>
  (await rowsOf<{ partitionKey: string; n: number }>(mesh, 'effects')).filter(
    (row) => row.partitionKey === 'begun' && row.n === n,
  ).length;
const letGo = (n: number) => effects.createEntity({ partitionKey: 'healed', rowKey: `go-${n}` });

it('performs ninety-nine short tasks while a long one lasts', async () => {
  const { runId } = await post('long', 1);
  await until(
    () => begunOf(1),
    (times) => times === 1,
    60_000,
  );
  const others = await Promise.all(Array.from({ length: 99 }, (_, n) => post('chaos', 100 + n)));
  const statuses = await Promise.all(others.map(async (other) => (await ended(other.runId)).status));
  expect(new Set(statuses)).toEqual(new Set(['completed']));
  expect((await see(runId)).status).toBe('running');
  await letGo(1);
  expect((await ended(runId)).status).toBe('completed');
  expect(await begunOf(1)).toBe(1);
}, 120_000);

it('performs a long task again whose process was killed, as its skill says', async () => {
  const { runId } = await post('lasting', 2);
  await until(
    () => begunOf(2),
    (times) => times === 1,
    60_000,
  );
  mesh.kill('worker', 'functions');
  await until(
    () => begunOf(2),
    (times) => times === 2,
    60_000,
  );
  await letGo(2);
  expect((await ended(runId)).status).toBe('completed');
}, 180_000);
