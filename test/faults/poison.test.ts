import { hasEnded, type RunView } from '../../src/cli/run-view';
import { buildFixtureApp } from '../support/fixture-app';
import { postUntilAccepted } from '../support/invoices';
import { rowsOf } from '../support/ledger';
import { startTestMesh, type TestMesh } from '../support/mesh';
import { until } from '../support/until';
import { TableClient } from '@azure/data-tables';
import { storageConnection } from '../../src/local/supervisor/environment';

let mesh: TestMesh;
beforeAll(async () => {
  const app = await buildFixtureApp({ functionTimeout: '00:00:08' });
  mesh = await startTestMesh({ env: { MESH_APP: app } });
  await TableClient.fromConnectionString(storageConnection(mesh.ports), 'effects', {
    allowInsecureConnection: true,
  }).createTable();
}, 60_000);
afterAll(() => mesh?.stop(), 30_000);

const post = (n: number, data: object = {}) =>
  postUntilAccepted(mesh.client, 'intents/business.chaos.intent', {
    reference: `chaos-${n}`,
    data: { n, ...data },
  });
const runUntil = (id: string, isIt: (run: RunView) => boolean) =>
  until(() => mesh.client.get<RunView>(`runs/${id}`), isIt, 120_000);

const effectsFrom = async (from: number) =>
  (await rowsOf<{ n?: number }>(mesh, 'effects'))
    .flatMap(({ n }) => (n !== undefined && n >= from ? [n] : []))
    .toSorted((a, b) => a - b);

it('dead-letters an event that kills the process each time, and performs its neighbours once', async () => {
  const posted = await Promise.all(
    Array.from({ length: 12 }, (_, n) => post(n, n === 5 ? { mode: 'abort' } : {})),
  );
  const killer = await runUntil(posted[5]!.runId, ({ status }) => status === 'blocked');
  expect(killer.steps!.find((step) => step.letter)).toMatchObject({ step: 'first', status: 'deadlettered' });
  for (const [n, { runId }] of posted.entries())
    if (n !== 5) expect(await runUntil(runId, hasEnded)).toMatchObject({ status: 'completed' });
  expect(await effectsFrom(0)).toEqual([0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11]);
}, 180_000);

it('delivers a batch again whose process ran past functionTimeout', async () => {
  const posted = await Promise.all(
    Array.from({ length: 8 }, (_, i) => post(100 + i, i === 3 ? { mode: 'hang' } : {})),
  );
  for (const { runId } of posted)
    expect(await runUntil(runId, hasEnded)).toMatchObject({ status: 'completed' });
  expect(await effectsFrom(100)).toEqual([100, 101, 102, 103, 104, 105, 106, 107]);
  expect(await rowsOf(mesh, 'effects')).toContainEqual(expect.objectContaining({ rowKey: 'hung-103' }));
}, 120_000);
