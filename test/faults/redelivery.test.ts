import { TableClient } from '@azure/data-tables';
import { hasEnded, type RunView } from '../../src/cli/run-view';
import { seededRandom, shuffled } from '../../src/kit/trial/chance';
import { storageConnection } from '../../src/local/supervisor/environment';
import { buildFixtureApp } from '../support/fixture-app';
import { postInvoice, postUntilAccepted } from '../support/invoices';
import { ledgerOf, rowsOf } from '../support/ledger';
import { startTestMesh, type TestMesh } from '../support/mesh';
import { until } from '../support/until';
import { readHub, sendRaw } from '../support/wire';

const random = seededRandom(3);

let mesh: TestMesh;
let effects: TableClient;
beforeAll(async () => {
  // Behind by one event is behind: health tells when all that was sent has been read.
  const eager = { MESH_BEHIND_AT: '0', MESH_MONITOR_SCHEDULE: '* * * * * *' };
  mesh = await startTestMesh({ env: { MESH_APP: await buildFixtureApp(), ...eager } });
  effects = TableClient.fromConnectionString(storageConnection(mesh.ports), 'effects', {
    allowInsecureConnection: true,
  });
  await effects.createTable();
}, 60_000);
afterAll(() => mesh?.stop(), 30_000);

const post = (n: number, more: object = {}, reference = `chaos-${n}`) =>
  postUntilAccepted(mesh.client, 'intents/business.chaos.intent', { reference, data: { n }, ...more });
const runUntil = (id: string, isIt: (run: RunView) => boolean) =>
  until(() => mesh.client.get<RunView>(`runs/${id}`), isIt);
const effectsOf = async (from: number) =>
  (await rowsOf<{ n?: number }>(mesh, 'effects'))
    .flatMap(({ n }) => (n !== undefined && n >= from && n < from + 100 ? [n] : []))
    .toSorted((a, b) => a - b);

interface Letter {
  id: string;
  stage: string;
  reason: { code: string };
}
const lettersUntil = async (isIt: (letter: Letter) => boolean): Promise<Letter> => {
  const { letters } = await until(
    () => mesh.client.get<{ letters: Letter[] }>('dead-letters'),
    (found) => found.letters.some(isIt),
  );
  return letters.find(isIt)!;
};

/** Sends what a hub holds once more, in another order; to another hub or partition if told to. */
const repeat = async (hub: string, to = hub, partitionId?: string): Promise<number> => {
  const events = shuffled(await readHub(mesh.ports, hub), random);
  const moved = events.map((event) => ({ ...event, ...(partitionId !== undefined && { partitionId }) }));
  await sendRaw(mesh.ports, to, moved);
  return moved.length;
};

interface Health {
  status: string;
  parts: { name: string; at?: string }[];
}
const allRead = () => {
  const sent = Date.now();
  // The look of the monitor that counts is one that it began after everything was sent.
  const isFresh = ({ at = '' }: { at?: string }) => Date.parse(at) > sent;
  return until(
    () => mesh.client.get<Health>('health'),
    ({ status, parts }) => status === 'up' && parts.some((part) => part.name === 'broker' && isFresh(part)),
  );
};

it('changes nothing when everything is delivered again, in another order, by another lane', async () => {
  const invoices = Array.from({ length: 10 }, (_, i) => `AGAIN-${i}`);
  const numbers = Array.from({ length: 10 }, (_, i) => i);
  const early = await Promise.all([
    ...invoices.slice(0, 5).map((number) => postInvoice(mesh.client, number)),
    ...numbers.slice(0, 5).map((n) => post(n)),
  ]);
  // While the runs go on, and from hubs that grow meanwhile.
  const during = [repeat('results'), repeat('tasks'), repeat('intents')];
  const late = await Promise.all([
    ...invoices.slice(5).map((number) => postInvoice(mesh.client, number)),
    ...numbers.slice(5).map((n) => post(n)),
  ]);
  await Promise.all(during);
  const ids = [...early, ...late].map(({ runId }) => runId);
  const before = await Promise.all(ids.map((id) => runUntil(id, hasEnded)));
  expect(before.map(({ status }) => status)).toEqual(ids.map(() => 'completed'));

  for (const hub of ['results', 'tasks', 'intents'])
    expect(await repeat(hub)).toBeGreaterThan(ids.length - 1);
  await repeat('tasks', 'tasks-priority', '1');
  await allRead();
  expect(await Promise.all(ids.map((id) => mesh.client.get<RunView>(`runs/${id}`)))).toEqual(before);
  expect((await ledgerOf(mesh)).map(({ number }) => number).toSorted()).toEqual(invoices);
  expect(await effectsOf(0)).toEqual(numbers);
  expect((await mesh.client.get<{ letters: Letter[] }>('dead-letters')).letters).toEqual([]);
}, 90_000);

it('keeps nearly a megabyte that is no event whole, as a dead letter', async () => {
  const body = Buffer.alloc(1_040_000, 0xfe);
  await sendRaw(mesh.ports, 'results', [{ partitionId: '2', data: { body } }]);
  const { id } = await lettersUntil(({ stage }) => stage === 'parse');
  const letter = await mesh.client.get<object>(`dead-letters/${id}`);
  expect(JSON.stringify(letter).includes(body.toString('base64'))).toBe(true);
}, 60_000);

it('shows on the run that its id came with another wish, which is a dead letter', async () => {
  const { runId } = await post(200, {}, 'one-reference');
  const again = await post(201, {}, 'one-reference');
  expect(again.runId).toBe(runId);
  const { id } = await lettersUntil(({ reason }) => reason.code === 'id-reuse');
  expect(JSON.stringify(await mesh.client.get(`dead-letters/${id}`))).toContain(runId);
  expect(await runUntil(runId, hasEnded)).toMatchObject({ status: 'completed', reused: 1 });
  expect(await effectsOf(200)).toEqual([200]);
}, 60_000);

it('goes on with a run that was blocked past its deadline, once, though it is replayed twice at once', async () => {
  const deadline = new Date(Date.now() + 5_000).toISOString();
  const { runId } = await post(300, { data: { n: 300, mode: 'dead' }, deadline });
  const { steps } = await runUntil(runId, ({ status }) => status === 'blocked');
  const { letter } = steps!.find((step) => step.letter)!;
  await until(
    () => mesh.client.get<{ state: string }>(`dead-letters/${letter}`),
    ({ state }) => state === 'new' && Date.now() > Date.parse(deadline),
  );
  await effects.createEntity({ partitionKey: 'healed', rowKey: 'healed' });
  const replay = { select: { ids: [letter] } };
  await Promise.all([mesh.client.post('replays', replay), mesh.client.post('replays', replay)]);
  expect(await runUntil(runId, hasEnded)).toMatchObject({ status: 'completed' });
  await until(
    () => mesh.client.get<{ state: string }>(`dead-letters/${letter}`),
    ({ state }) => state === 'resolved',
  );
  expect(await effectsOf(300)).toEqual([300]);
}, 60_000);
