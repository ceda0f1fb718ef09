import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { sendFile } from '../../src/cli/intent-file';
import { schemaBook } from '../../src/contracts/ajv-schema-book';
import { schemas } from '../../src/contracts/generated/schemas';
import { startTestMesh, type TestMesh } from '../support/mesh';
import { startReceiver, type Receiver } from '../support/receiver';
import { until } from '../support/until';

const INVOICE = 'samples/invoices/01-invoice-several-vat-rates.xml';
const TYPE = 'business.invoice.intent';
const book = schemaBook(schemas);

let mesh: TestMesh;
let receiver: Receiver;

beforeAll(async () => {
  receiver = await startReceiver();
  mesh = await startTestMesh();
}, 60_000);
afterAll(async () => {
  await mesh?.stop();
  await receiver?.close();
}, 30_000);

interface Subscription {
  id: string;
  key: string;
  link: string;
  state: string;
  reason?: string;
}

/** One who waits for one reference, at a path of its own. */
const subscribe = (name: string, more: object = {}) =>
  mesh.client.post<Subscription>('subscriptions', {
    sink: receiver.url(`/${name}?sig=s3cret`),
    reference: name,
    ...more,
  });
const pathOf = (name: string) => `/${name}?sig=s3cret`;
const send = (reference: string) => sendFile(mesh.client, INVOICE, { type: TYPE, reference });
const shown = async ({ key }: Subscription) => {
  const { subscriptions } = await mesh.client.get<{ subscriptions: Subscription[] }>('subscriptions');
  return subscriptions.find((one) => one.key === key);
};
const letterOf = async (run: string) => {
  const { letters } = await until(
    () => mesh.client.get<{ letters: { id: string; run?: string; stage: string }[] }>('dead-letters'),
    (found) => found.letters.some((letter) => letter.run === run),
  );
  return letters.find((letter) => letter.run === run)!;
};

it('tells a subscriber once, what it wants to know, and stops when it is told to, without a token', async () => {
  const made = await fetch(`http://127.0.0.1:${mesh.ports.gateway}/api/subscriptions`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await mesh.token({ roles: 'Mesh.Read' })}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({
      sink: receiver.url('/told'),
      types: [TYPE],
      statuses: ['completed'],
    }),
  });
  expect(made.status).toBe(201);
  const { id, link } = (await made.json()) as Subscription;
  expect(made.headers.get('location')).toBe(`http://127.0.0.1:${mesh.ports.gateway}/api/hooks/${id}`);
  expect(link).toBe(made.headers.get('location'));

  const others = await subscribe('others');
  const { runId } = await send('told');
  const [received] = await receiver.until('/told', 1);
  expect(book.faults('run.ended@1', received!.body)).toEqual([]);
  expect(received!.body).toMatchObject({
    runId,
    type: TYPE,
    status: 'completed',
    reference: 'told',
    output: { decision: expect.any(String) },
    link: `http://127.0.0.1:${mesh.ports.gateway}/api/runs/${runId}`,
  });
  expect(received!.headers).toMatchObject({
    'content-type': 'application/json',
    'ce-specversion': '1.0',
    'ce-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    'ce-type': 'run.ended',
    'ce-subject': runId,
    'webhook-request-origin': `127.0.0.1:${mesh.ports.gateway}`,
  });

  for (const _ of ['once', 'twice']) expect((await fetch(link, { method: 'DELETE' })).status).toBe(204);
  const after = await sendFile(mesh.client, INVOICE, { type: TYPE, reference: 'others' });
  // What was told of a later run to somebody else would have been told here too.
  await receiver.until(pathOf('others'), 1);
  expect(receiver.at('/told')).toHaveLength(1);
  expect(after.runId).not.toBe(runId);
  await fetch(others.link, { method: 'DELETE' });
}, 60_000);

it('tells one who was away when they are back, under the same id', async () => {
  receiver.reply(pathOf('away'), 'hang-up', { status: 503, headers: { 'retry-after': '1' } }, 200);
  const subscription = await subscribe('away');
  await send('away');
  const received = await receiver.until(pathOf('away'), 3);
  expect(new Set(received.map(({ headers }) => headers['ce-id'])).size).toBe(1);
  await until(
    () => shown(subscription),
    (one) => one?.state === 'active',
  );
}, 60_000);

it.each<[string, Parameters<Receiver['reply']>[1]]>([
  ['says that it is gone', 410],
  ['is a flow that was deleted', { status: 400, body: { error: { code: 'WorkflowTriggerIsNotEnabled' } } }],
])(
  'tells nobody any more who %s',
  async (what, reply) => {
    const name = what.includes('flow') ? 'off' : 'gone';
    receiver.reply(pathOf(name), reply);
    const subscription = await subscribe(name);
    await send(name);
    const retired = await until(
      () => shown(subscription),
      (one) => one?.state === 'retired',
    );
    expect(retired!.reason).toContain('it answered 4');
    expect(receiver.at(pathOf(name))).toHaveLength(1);
  },
  60_000,
);

it('keeps what is refused as a dead letter, and a replay brings it to its subscriber', async () => {
  receiver.reply(pathOf('refused'), 400);
  await subscribe('refused');
  const { runId } = await send('refused');
  const { id, stage } = await letterOf(runId);
  expect(stage).toBe('deliver');
  expect(JSON.stringify(await mesh.client.get(`dead-letters/${id}`))).not.toContain('s3cret');

  receiver.reply(pathOf('refused'), 200);
  await mesh.client.post('replays', { select: { ids: [id] } });
  const [first, second] = await receiver.until(pathOf('refused'), 2);
  expect(second!.headers['ce-id']).toBe(first!.headers['ce-id']);
  expect(second!.body).toEqual(first!.body);
  await until(
    () => mesh.client.get<{ state: string; end?: { kind: string } }>(`dead-letters/${id}`),
    ({ state, end }) => state === 'resolved' && end?.kind === 'delivered',
  );
}, 60_000);

it('refuses to bring back what nobody waits for any more, and says why', async () => {
  receiver.reply(pathOf('left'), 400);
  const { link } = await subscribe('left');
  const { runId } = await send('left');
  const { id } = await letterOf(runId);
  await fetch(link, { method: 'DELETE' });
  const replay = await mesh.client.post<{ id: string }>('replays', { select: { ids: [id] } });
  const done = await until(
    () =>
      mesh.client.get<{ status: string; letters: { state: string; reason?: string }[] }>(
        `replays/${replay.id}`,
      ),
    ({ status }) => status === 'done',
  );
  expect(done.letters).toMatchObject([{ state: 'refused', reason: 'its subscription was removed' }]);
}, 60_000);

it('tells again, under the same id, what a process was telling when it died', async () => {
  receiver.reply(pathOf('killed'), 'silence', 200);
  await subscribe('killed');
  await send('killed');
  await receiver.until(pathOf('killed'), 1);
  mesh.kill('operations');
  const [before, after] = await receiver.until(pathOf('killed'), 2);
  expect(after!.headers['ce-id']).toBe(before!.headers['ce-id']);
  expect(after!.body).toEqual(before!.body);
}, 90_000);

it('is told of on the command line too', async () => {
  const cli = async (...args: readonly string[]): Promise<string> => {
    const { stdout } = await promisify(execFile)(process.execPath, [
      resolve('dist/cli/mesh.js'),
      'webhooks',
      ...args,
      '--data',
      mesh.data,
    ]);
    return stdout;
  };
  const added = await cli('add', receiver.url('/typed?sig=s3cret'), '--type', TYPE, '--status', 'failed');
  const [, id] = /webhooks remove (\S+)/.exec(added)!;
  const count = async () =>
    (await cli()).split('\n').filter((line) => line.includes(`${TYPE}; failed`)).length;
  expect(await count()).toBe(1);
  expect(await cli()).not.toMatch(/s3cret|typed/);
  expect(await cli('remove', id!)).toContain('no such webhook any more');
  expect(await count()).toBe(0);
}, 60_000);

it('has written nobody’s address anywhere but in the table', async () => {
  expect(mesh.output()).not.toContain('s3cret');
});

describe('where only the internet may be told', () => {
  let closed: TestMesh;
  beforeAll(
    async () => void (closed = await startTestMesh({ env: { MESH_WEBHOOK_TARGETS: 'public' } })),
    60_000,
  );
  afterAll(() => closed?.stop(), 30_000);

  it.each([
    'http://hooks.example/x',
    'https://127.0.0.1/x',
    'https://169.254.169.254/metadata',
    'https://[::1]/',
    'https://db.internal/x',
  ])('refuses %s', async (sink) => {
    await expect(closed.client.post('subscriptions', { sink })).rejects.toThrow(/\/sink/);
  });
});
