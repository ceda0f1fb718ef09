import { EventHubProducerClient } from '@azure/event-hubs';
import { startTestMesh, type TestMesh } from '../support/mesh';
import { startFaultProxy, type FaultProxy, type ProxiedRequest } from '../support/fault-proxy';
import { until } from '../support/until';
import { sendFile } from '../../src/cli/intent-file';
import { hasEnded, standsStill, type RunView } from '../../src/cli/run-view';
import { brokerConnection, storageConnection } from '../../src/local/supervisor/environment';
import { freePorts } from '../support/mesh';
import { ledgerOf } from '../support/ledger';

const SAMPLES = 'samples/invoices';
const PLAIN = `${SAMPLES}/01-invoice-several-vat-rates.xml`;
const RISKY = `${SAMPLES}/09-invoice-high-risk.xml`;

let mesh: TestMesh;
let proxy: FaultProxy;

beforeAll(async () => {
  const ports = await freePorts();
  proxy = await startFaultProxy(ports.table);
  const through = storageConnection({ ...ports, table: proxy.port });
  mesh = await startTestMesh({ ports, env: { MESH_STORAGE: through } });
}, 60_000);

afterAll(async () => {
  await mesh?.stop();
  await proxy?.close();
}, 30_000);

const send = (file: string) => sendFile(mesh.client, file, { type: 'business.invoice.intent', again: true });
const runUntil = (id: string, isIt: (run: RunView) => boolean) =>
  until(() => mesh.client.get<RunView>(`runs/${id}`), isIt);

it('triages an invoice from the HTTP request to its booking, and answers with the decision', async () => {
  const { runId, link } = await send(PLAIN);
  expect(link).toContain(runId);
  const run = await runUntil(runId, hasEnded);
  expect(run).toMatchObject({
    status: 'completed',
    output: { decision: expect.any(String), reasons: expect.any(Array) },
  });
  expect(await ledgerOf(mesh)).toHaveLength(1);
}, 60_000);

it('gives the same run for the same reference', async () => {
  const one = await sendFile(mesh.client, PLAIN, { type: 'business.invoice.intent', reference: 'twice' });
  const two = await sendFile(mesh.client, PLAIN, { type: 'business.invoice.intent', reference: 'twice' });
  expect(two.runId).toBe(one.runId);
}, 60_000);

it('waits for a person where the risk is high, and goes on with the answer', async () => {
  const { runId } = await send(RISKY);
  await runUntil(runId, ({ status }) => status === 'waiting');
  const { tasks } = await until(
    () => mesh.client.get<{ tasks: { taskId: string; runId: string }[] }>('tasks?status=waiting'),
    (found) => found.tasks.some((task) => task.runId === runId),
  );
  const { taskId } = tasks.find((task) => task.runId === runId)!;
  const before = await ledgerOf(mesh);
  await mesh.client.post(`tasks/${taskId}/complete`, { output: { decision: 'approved' } });
  const run = await runUntil(runId, hasEnded);
  expect(run.status).toBe('completed');
  expect(await ledgerOf(mesh)).toHaveLength(before.length + 1);
  await expect(
    mesh.client.post(`tasks/${taskId}/complete`, { output: { decision: 'approved' } }),
  ).rejects.toThrow('409');
}, 60_000);

it('tells the journal live, and goes on where the caller broke off', async () => {
  const { runId } = await send(PLAIN);
  const stream = async (headers: Record<string, string>, signal?: AbortSignal) =>
    fetch(`http://127.0.0.1:${mesh.ports.gateway}/api/runs/${runId}/events?since=now`, {
      headers: { authorization: `Bearer ${await mesh.token()}`, accept: 'text/event-stream', ...headers },
      ...(signal && { signal }),
    });
  const idsOf = (text: string) => [...text.matchAll(/^id: (.+)$/gm)].map(([, id]) => id!);
  const gone = new AbortController();
  const first = await stream({}, gone.signal);
  expect(first.headers.get('content-type')).toBe('text/event-stream');
  let heard = '';
  for await (const piece of first.body!) {
    heard += Buffer.from(piece).toString();
    if (idsOf(heard).length > 0) break;
  }
  gone.abort();
  const last = Number(idsOf(heard).at(-1)!);

  const ids = idsOf(await (await stream({ 'last-event-id': String(last) })).text());
  expect(Number(ids[0])).toBeGreaterThan(last);
  expect(ids.at(-1)).toBe('end');
  const { events } = await mesh.client.get<{ events: { n: number }[] }>(`runs/${runId}/events`);
  expect([...idsOf(heard), ...ids.slice(0, -1)]).toEqual(events.map(({ n }) => String(n)));
  expect((await stream({ 'last-event-id': 'end' })).status).toBe(204);
}, 60_000);

it('is blocked by a dead letter, and a replay brings it to its end with one booking', async () => {
  const before = await ledgerOf(mesh);
  // Rows of one booking go together; whoever may read the ledger need not be allowed to book.
  const isBooking = ({ url, body }: ProxiedRequest) =>
    url.includes('$batch') && /\/ledger\b/.test(body) && /entry(\||%7C)/.test(body);
  proxy.set((request) => (isBooking(request) ? { status: 403 } : undefined));
  const { runId } = await sendFile(mesh.client, `${SAMPLES}/03-credit-note.xml`, {
    type: 'business.invoice.intent',
    again: true,
  });
  const blocked = await runUntil(runId, ({ status }) => status === 'blocked');
  const { step, letter } = blocked.steps!.find((each) => each.letter)!;
  expect(step).toBe('post');
  await until(
    () => mesh.client.get<{ state: string }>(`dead-letters/${letter}`),
    ({ state }) => state === 'new',
  );
  expect(await ledgerOf(mesh)).toHaveLength(before.length);

  proxy.set(undefined);
  const dry = await mesh.client.post<Record<string, unknown>>('replays', {
    select: { ids: [letter] },
    dryRun: true,
  });
  expect(dry).toMatchObject({ dryRun: true, total: 1, byHub: { tasks: 1 }, mayRepeat: [], runEnded: 0 });
  await mesh.client.post('replays', { select: { ids: [letter] } });
  const run = await runUntil(runId, hasEnded);
  expect(run.status).toBe('completed');
  expect(await ledgerOf(mesh)).toHaveLength(before.length + 1);
  await until(
    () => mesh.client.get<{ state: string }>(`dead-letters/${letter}`),
    ({ state }) => state === 'resolved',
  );
}, 90_000);

it('keeps bytes that are no event whole, as a dead letter', async () => {
  const producer = new EventHubProducerClient(brokerConnection(mesh.ports), 'tasks');
  const bytes = Buffer.from([0xff, 0xfe, 0x00, 0x01]);
  await producer.sendBatch([{ body: bytes }]);
  await producer.close();
  const { letters } = await until(
    () => mesh.client.get<{ letters: { id: string; stage: string }[] }>('dead-letters'),
    (found) => found.letters.some(({ stage }) => stage === 'parse'),
  );
  const letter = await mesh.client.get<{ body?: string }>(
    `dead-letters/${letters.find(({ stage }) => stage === 'parse')!.id}`,
  );
  expect(JSON.stringify(letter)).toContain(bytes.toString('base64'));
}, 60_000);

it('lists runs, newest first, of the caller’s tenant only', async () => {
  const { runs } = await until(
    () => mesh.client.get<{ runs: RunView[] }>('runs?status=completed'),
    (found) => found.runs.length >= 3,
  );
  expect(runs.every(standsStill)).toBe(true);
  const other = mesh.as({ tenant: 'fabrikam' });
  expect((await other.get<{ runs: RunView[] }>('runs')).runs).toEqual([]);
  await expect(other.get(`runs/${runs[0]!.runId}`)).rejects.toThrow('404');
}, 60_000);

it('refuses what is wrong with the name of the field', async () => {
  const bad = mesh.client.post('intents/business.invoice.intent', {
    reference: 'x',
    data: { dokument: 'x' },
  });
  await expect(bad).rejects.toThrow(/\/data/);
  const noRole = mesh.as({ roles: 'Mesh.Read' });
  await expect(sendFile(noRole, PLAIN, { type: 'business.invoice.intent' })).rejects.toThrow(
    /Mesh\.Publish[\s\S]*\(403\)/,
  );
});
