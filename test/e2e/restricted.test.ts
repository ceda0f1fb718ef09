import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasEnded, type RunView } from '../../src/cli/run-view';
import { buildFixtureApp } from '../support/fixture-app';
import { blobsOf, filesBelow, foundIn, queuesOf, tablesOf, type Straw } from '../support/haystack';
import { startTestMesh, type TestMesh } from '../support/mesh';
import { until } from '../support/until';
import { readHub } from '../support/wire';

/** What must be nowhere but in the container of restricted data: one word for each way in. */
const NAME = 'Canaria-Vogelsang-7351';
const DIAGNOSIS = 'Morbus-Kanarius-9924';
const NOTE = 'Zwitschernotiz-4410';
const NEEDLES = [NAME, DIAGNOSIS, NOTE];
/** What may be seen, so that it is known that the search finds what is there. */
const SEEN = 'case-plain';

let mesh: TestMesh;
const folder = mkdtempSync(join(tmpdir(), 'mesh-restricted-'));
const answers: Straw[] = [];

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

/** Asks the gateway, and keeps what it answered, headers and all. */
const ask = async (
  path: string,
  init: { method?: string; body?: string; headers?: Record<string, string> } = {},
): Promise<{ status: number; text: string }> => {
  // A connection that idled while everything was searched is closed: all that is asked here may be asked again.
  const token = await mesh.token().catch(() => mesh.token());
  const headersSent = {
    'content-type': 'application/json',
    authorization: `Bearer ${token}`,
    ...init.headers,
  };
  const call = () =>
    fetch(`http://127.0.0.1:${mesh.ports.gateway}${path}`, { ...init, headers: headersSent });
  const response = await call().catch(call);
  const text = await response.text();
  const headers = JSON.stringify([...response.headers]);
  answers.push({ where: `${init.method ?? 'GET'} ${path}`, bytes: Buffer.from(headers + text) });
  return { status: response.status, text };
};

const post = async <T>(path: string, body: unknown): Promise<T> =>
  JSON.parse((await ask(path, { method: 'POST', body: JSON.stringify(body) })).text) as T;

const send = async (mode?: string): Promise<string> => {
  const { runId } = await post<{ runId: string }>('/api/intents/business.leave.intent', {
    reference: `leave-${mode ?? 'plain'}`,
    data: {
      case: `case-${mode ?? 'plain'}`,
      ...(mode !== undefined && { mode }),
      employee: { name: NAME, diagnosis: DIAGNOSIS },
    },
  });
  return runId;
};

const look = (run: string) => mesh.client.get<RunView>(`runs/${run}`);
const ended = (run: string) => until(() => look(run), hasEnded);
const reached = (run: string, status: string) =>
  until(
    () => look(run),
    (seen) => seen.status === status,
  );

const runs: Record<string, string> = {};

it('fulfils an intent whose data only the skills may see', async () => {
  runs['plain'] = await send();
  expect(await ended(runs['plain'])).toMatchObject({
    status: 'completed',
    output: { level: 'low', entry: SEEN, complete: true },
    steps: [
      { step: 'assess', status: 'completed', output: { level: 'low' }, restricted: true },
      { step: 'approve', status: 'skipped' },
      { step: 'file', status: 'completed', output: { entry: SEEN, complete: true } },
    ],
  });
});

it('refuses what does not fit, and keeps none of it', async () => {
  const wrong = { reference: 'leave-wrong', data: { case: 'case-wrong', employee: NAME } };
  // Whoever sent it is told, and nobody else: this answer is not among those that are searched.
  await expect(mesh.client.post('intents/business.leave.intent', wrong)).rejects.toThrow(/employee/);
});

it('puts what a person answers where only the skills see it', async () => {
  const run = (runs['person'] = await send('person'));
  await reached(run, 'waiting');
  await post(`/api/tasks/${run}.approve/complete`, { output: { decision: 'granted', note: NOTE } });
  expect(await ended(run)).toMatchObject({
    status: 'completed',
    output: { level: 'high', decision: 'granted', entry: 'case-person', complete: true },
  });
});

it('tells of what goes wrong its code, and none of its words', async () => {
  const refused = (runs['refuse'] = await send('refuse'));
  expect((await ended(refused)).failure).toEqual({
    step: 'assess',
    code: 'refused',
    message: expect.stringContaining('no more is told') as string,
  });
  for (const mode of ['dead', 'throw']) runs[mode] = await send(mode);
  expect((await reached(runs['dead']!, 'blocked')).steps?.[0]?.failure).toEqual({
    code: 'broken',
    message: expect.stringContaining('no more is told') as string,
  });
});

it('replays a dead letter, whose event has nothing but the reference', async () => {
  const letters = await until(
    () => mesh.client.get<{ letters: { id: string; hub: string; run?: string }[] }>('dead-letters'),
    ({ letters: found }) => found.some(({ run }) => run === runs['dead']),
  );
  const letter = letters.letters.find(({ run }) => run === runs['dead'])!;
  expect(letter.hub).toBe('tasks-restricted');
  const { id } = await post<{ id: string }>('/api/replays', { select: { ids: [letter.id] } });
  await until(
    () => mesh.client.get<{ counts?: Record<string, number> }>(`replays/${id}`),
    (replay) => JSON.stringify(replay).includes('"dead-lettered":1'),
  );
  expect((await look(runs['dead']!)).status).toBe('blocked');
});

/** Every route that can be read, for everything that there is. */
const readAll = async (): Promise<void> => {
  const { paths } = JSON.parse((await ask('/api/openapi.json')).text) as {
    paths: Record<string, Record<string, unknown>>;
  };
  const { letters } = await mesh.client.get<{ letters: { id: string }[] }>('dead-letters');
  const { replays } = await mesh.client.get<{ replays: { id: string }[] }>('replays');
  const ids = (path: string): string[] => {
    if (path.includes('/tasks/'))
      return Object.values(runs).flatMap((run) =>
        ['assess', 'approve', 'file'].map((step) => `${run}.${step}`),
      );
    if (path.includes('/runs/')) return Object.values(runs);
    if (path.includes('/dead-letters/')) return letters.map(({ id }) => id);
    return path.includes('/replays/') ? replays.map(({ id }) => id) : ['other'];
  };
  const readable = Object.keys(paths).filter((path) => paths[path]!['get']);
  expect(readable.length).toBeGreaterThan(15);
  for (const path of readable)
    for (const id of path.includes('{id}') ? ids(path) : [''])
      await ask(
        `/api/${path.replace(/^\/(api\/)?/, '')}`
          .replace('{id}', id)
          .replace('{type}', 'business.leave.intent')
          .replace('{version}', '1'),
      );
  await ask(`/api/runs/${runs['plain']!}/events`, { headers: { accept: 'text/event-stream' } });
};

const HUBS = ['intents', 'tasks', 'tasks-restricted', 'results', 'events', 'dlq'];

it('keeps it in its container, and nowhere else', async () => {
  await readAll();
  const onHubs = (await Promise.all(HUBS.map((hub) => readHub(mesh.ports, hub)))).flatMap((events, index) =>
    events.map(({ data }) => ({
      where: `hub ${HUBS[index]!}`,
      bytes: Buffer.concat([data.body as Buffer, Buffer.from(JSON.stringify(data.properties))]),
    })),
  );
  const blobs = await blobsOf(mesh.ports);
  const everywhere = [
    // The emulator of blobs keeps all containers in the same files: they are asked for one by one.
    ...filesBelow(mesh.data, (path) => path.includes('__blobstorage__')),
    ...filesBelow(folder),
    ...onHubs,
    ...(await tablesOf(mesh.ports)),
    ...(await queuesOf(mesh.ports)),
    ...blobs.filter(({ container }) => container !== 'restricted'),
    ...answers,
    { where: 'the screen', bytes: Buffer.from(mesh.output()) },
  ];
  expect(foundIn(everywhere, NEEDLES)).toEqual([]);
  // The search does find what is there, wherever that may be.
  const seen = foundIn(everywhere, [SEEN]).map((where) => where.replace(mesh.data, '').split(/[ /]/)[0]);
  expect([...new Set(seen)]).toEqual(expect.arrayContaining(['hub', 'table', 'blob', 'GET']));
  const kept = blobs.filter(({ container }) => container === 'restricted');
  expect(kept.every(({ where }) => Object.values(runs).some((run) => where.includes(run)))).toBe(true);
  for (const needle of NEEDLES) expect(foundIn(kept, [needle])).not.toEqual([]);
}, 120_000);

it('erases it on demand: what needs it fails, and the run says so', async () => {
  const run = runs['dead']!;
  const asked = await ask(`/api/runs/${run}/restricted?reason=asked%20for`, { method: 'DELETE' });
  expect(asked.status).toBe(202);
  const left = async () =>
    (await blobsOf(mesh.ports)).filter(({ where }) => where.includes(`restricted/${run}`));
  await until(left, (found) => found.length === 0);
  expect(await look(run)).toMatchObject({ status: 'blocked', erased: { reason: 'asked for' } });

  const { letters } = await mesh.client.get<{ letters: { id: string; run?: string }[] }>('dead-letters');
  const letter = letters.find((one) => one.run === run)!;
  await post('/api/replays', { select: { ids: [letter.id] } });
  expect(await ended(run)).toMatchObject({
    status: 'failed',
    failure: { step: 'assess', code: 'data-erased' },
  });
  // The same intent once more brings nothing back.
  expect(await send('dead')).toBe(run);
  await until(left, (found) => found.length === 0);
}, 90_000);

it('lets nobody erase who may not operate', async () => {
  const reader = mesh.as({ roles: 'Mesh.Read' });
  await expect(reader.remove(`runs/${runs['plain']!}/restricted`)).rejects.toThrow(/Mesh.Operate/);
});
