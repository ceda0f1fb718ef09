import { sendFile } from '../../src/cli/intent-file';
import { hasEnded, type RunView } from '../../src/cli/run-view';
import { rowsOf } from '../support/ledger';
import { startTestMesh, type TestMesh } from '../support/mesh';
import { until } from '../support/until';

let mesh: TestMesh;

beforeAll(async () => {
  mesh = await startTestMesh();
}, 60_000);

afterAll(() => mesh?.stop(), 30_000);

const send = (sample: string, priority?: string) =>
  sendFile(mesh.client, `samples/orders/${sample}.json`, {
    type: 'business.order.intent',
    again: true,
    ...(priority && { priority }),
  });
const runUntil = (id: string, isIt: (run: RunView) => boolean) =>
  until(() => mesh.client.get<RunView>(`runs/${id}`), isIt);

const doneFor = async (runId: string): Promise<string[]> => {
  const rows = await rowsOf<{ rowKey: string; kind: string }>(mesh, 'orders');
  return rows
    .filter(({ rowKey }) => rowKey.startsWith(runId))
    .map(({ kind }) => kind)
    .toSorted();
};

it('holds, restocks and releases an order that is short, each once', async () => {
  const { runId } = await send('02-short-stock');
  const run = await runUntil(runId, hasEnded);
  expect(run).toMatchObject({ status: 'completed', output: { status: 'released', by: 'rule' } });
  expect(await doneFor(runId)).toEqual(['hold', 'notify', 'release', 'restock', 'restock']);
}, 60_000);

it('asks a person about a large order, which took the priority lane', async () => {
  const { runId } = await send('07-large-and-suspicious', 'high');
  await runUntil(runId, ({ status }) => status === 'waiting');
  await mesh.client.post(`tasks/${runId}.approve/complete`, { output: { decision: 'rejected' } });
  const run = await runUntil(runId, hasEnded);
  expect(run).toMatchObject({ status: 'completed', output: { status: 'cancelled', by: 'person' } });
  expect(await doneFor(runId)).toEqual(['cancel', 'hold', 'notify', 'restock']);
}, 60_000);
