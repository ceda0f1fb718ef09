import { setTimeout as sleep } from 'node:timers/promises';
import { hasEnded, type RunView } from '../../src/cli/run-view';
import { storageConnection } from '../../src/local/supervisor/environment';
import { startFaultProxy, type FaultProxy } from '../support/fault-proxy';
import { postInvoice } from '../support/invoices';
import { ledgerOf } from '../support/ledger';
import { freePorts, startTestMesh, type TestMesh } from '../support/mesh';
import { until } from '../support/until';

const AWAY_MS = 10_000;

let mesh: TestMesh;
let proxy: FaultProxy;
beforeAll(async () => {
  const ports = await freePorts();
  proxy = await startFaultProxy(ports.table);
  mesh = await startTestMesh({
    ports,
    env: { MESH_STORAGE: storageConnection({ ...ports, table: proxy.port }) },
  });
}, 60_000);
afterAll(async () => {
  await mesh?.stop();
  await proxy?.close();
}, 30_000);

it('waits out a table service that answers 503 for ten seconds: nothing is dead-lettered, nothing is lost', async () => {
  const numbers = Array.from({ length: 10 }, (_, i) => `AWAY-${i}`);
  const first = await Promise.all(numbers.slice(0, 5).map((number) => postInvoice(mesh.client, number)));
  proxy.set(() => ({ status: 503 }));
  // Accepting an intent needs the broker only.
  const second = await Promise.all(numbers.slice(5).map((number) => postInvoice(mesh.client, number)));
  await sleep(AWAY_MS);
  expect(proxy.faults).toBeGreaterThan(0);
  proxy.set(undefined);

  for (const { runId } of [...first, ...second]) {
    const run = await until(() => mesh.client.get<RunView>(`runs/${runId}`), hasEnded, 120_000);
    expect(run.status).toBe('completed');
  }
  expect((await ledgerOf(mesh)).map(({ number }) => number).toSorted()).toEqual(numbers.toSorted());
  const { letters } = await mesh.client.get<{ letters: unknown[] }>('dead-letters');
  expect(letters).toEqual([]);
}, 240_000);
