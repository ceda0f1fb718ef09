import { sendFile } from '../../src/cli/intent-file';
import { hasEnded, type RunView } from '../../src/cli/run-view';
import { rowsOf } from '../support/ledger';
import { startTestMesh, type TestMesh } from '../support/mesh';
import { readHub } from '../support/wire';
import { until } from '../support/until';

let mesh: TestMesh;

beforeAll(async () => {
  mesh = await startTestMesh();
}, 60_000);

afterAll(() => mesh?.stop(), 30_000);

const send = (sample: string) =>
  sendFile(mesh.client, `samples/orders/${sample}.json`, { type: 'business.order.intent', again: true });
const runUntil = (id: string, isIt: (run: RunView) => boolean) =>
  until(() => mesh.client.get<RunView>(`runs/${id}`), isIt);

const doneFor = async (runId: string): Promise<string[]> => {
  const rows = await rowsOf<{ rowKey: string; kind: string }>(mesh, 'orders');
  return rows
    .filter(({ rowKey }) => rowKey.startsWith(runId))
    .map(({ kind }) => kind)
    .toSorted();
};

/** The steps whose tasks came by this hub, from the bytes that are on it. */
const stepsOn = async (hub: string, runId: string): Promise<string[]> => {
  const tasks = (await readHub(mesh.ports, hub)).map(
    ({ data }) => JSON.parse(String(data.body)) as { correlationid: string; data: { step: string } },
  );
  const steps = tasks.filter(({ correlationid }) => correlationid === runId).map(({ data }) => data.step);
  return [...new Set(steps)].toSorted();
};

it('holds, restocks and releases an order that is short, each once', async () => {
  const { runId } = await send('02-short-stock');
  const run = await runUntil(runId, hasEnded);
  expect(run).toMatchObject({ status: 'completed', output: { status: 'released', by: 'rule' } });
  expect(await doneFor(runId)).toEqual(['hold', 'notify', 'release', 'restock', 'restock']);
  expect(await stepsOn('tasks-priority', runId)).toEqual([]);
  expect(await stepsOn('tasks', runId)).toContain('hold');
}, 60_000);

it('asks a person about a large order, which takes the priority lane once its value is known', async () => {
  const { runId } = await send('07-large-and-suspicious');
  await runUntil(runId, ({ status }) => status === 'waiting');
  await mesh.client.post(`tasks/${runId}.approve/complete`, { output: { decision: 'rejected' } });
  const run = await runUntil(runId, hasEnded);
  expect(run).toMatchObject({ status: 'completed', output: { status: 'cancelled', by: 'person' } });
  expect(await doneFor(runId)).toEqual(['cancel', 'hold', 'notify', 'restock']);
  expect(await stepsOn('tasks', runId)).toEqual(['detect']);
  expect(await stepsOn('tasks-priority', runId)).toEqual([
    'cancel',
    'conclude',
    'decide',
    'hold',
    'notify-customer',
    'restock',
    'rule',
  ]);
}, 60_000);
