import { QueueServiceClient } from '@azure/storage-queue';
import type { QueueClient } from '@azure/storage-queue';
import type { RunningHost } from '../../../src/local/host';
import { startTestAzurite } from '../../support/azurite';
import type { TestAzurite } from '../../support/azurite';
import { buildFixture, startFixtureHost, startProbe } from './support';
import type { FixtureApp, Probe } from './support';

jest.setTimeout(30_000);

let azurite: TestAzurite;
let fixture: FixtureApp;
let probe: Probe;
let host: RunningHost;
let queue: QueueClient;
let poison: QueueClient;
let count = 0;

beforeAll(async () => {
  [azurite, fixture, probe] = await Promise.all([startTestAzurite(), buildFixture(), startProbe()]);
  fixture.write('host.json', { version: '2.0', extensions: { queues: { maxDequeueCount: 2 } } });
});
afterAll(async () => {
  await Promise.all([azurite.stop(), probe.close()]);
  fixture.remove();
});
beforeEach(async () => {
  const name = `work-${++count}`;
  const service = QueueServiceClient.fromConnectionString(azurite.connectionString);
  [queue, poison] = [service.getQueueClient(name), service.getQueueClient(`${name}-poison`)];
  host = await start();
});
afterEach(async () => {
  await host.close();
  probe.reset();
});

const start = (drainMs = 1000): Promise<RunningHost> =>
  startFixtureHost(
    fixture,
    probe,
    {
      QUEUE_NAME: queue.name,
      AzureWebJobsStorage: azurite.connectionString,
      'AzureWebJobs.queue.Disabled': 'false',
      MESH_HOST_QUEUE_POLL_MS: '20',
    },
    { drainMs },
  );

/** The host creates the queue; whoever is faster does. */
const send = async (text: string): Promise<void> => {
  await queue.createIfNotExists();
  await queue.sendMessage(text);
};
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const eventually = async <T>(look: () => Promise<T>, isSo: (value: T) => boolean): Promise<T> => {
  for (;;) {
    const value = await look().catch(() => undefined as T);
    if (value !== undefined && isSo(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};
const length = async (client: QueueClient): Promise<number> =>
  (await client.getProperties()).approximateMessagesCount ?? 0;

it('creates its queue', async () => {
  await eventually(() => queue.exists(), Boolean);
});

it('hands over a message, its JSON parsed, with what the queue says of it, and deletes it', async () => {
  await send(base64('{"id":7}'));
  const { seen } = await probe.told('queue');
  expect(seen.message).toEqual({ id: 7 });
  expect(seen.triggerMetadata).toMatchObject({
    id: expect.any(String),
    popReceipt: expect.anything(),
    dequeueCount: 1,
    insertionTime: expect.stringMatching(/\+00:00$/),
    expirationTime: expect.stringMatching(/\+00:00$/),
    nextVisibleTime: expect.stringMatching(/\+00:00$/),
  });
  await eventually(
    () => length(queue),
    (left) => left === 0,
  );
});

it('brings a message back when the function throws, and when its process dies', async () => {
  probe.answer('queue', 'die', 'return');
  await send(base64('again'));
  const second = await probe.told('queue', 2);
  expect(second.seen).toMatchObject({ message: 'again', triggerMetadata: { dequeueCount: 2 } });
  await eventually(
    () => length(queue),
    (left) => left === 0,
  );
});

it('puts a message that fails maxDequeueCount times on the poison queue, unchanged', async () => {
  probe.answer('queue', 'throw');
  await send(base64('bad'));
  await eventually(
    () => length(poison),
    (found) => found === 1,
  );
  const [message] = (await poison.receiveMessages()).receivedMessageItems;
  expect(message?.messageText).toBe(base64('bad'));
  expect(probe.seen).toHaveLength(2);
  await eventually(
    () => length(queue),
    (left) => left === 0,
  );
});

it('puts a message that is not in its encoding on the poison queue without a call', async () => {
  await send('not base64!');
  await eventually(
    () => length(poison),
    (found) => found === 1,
  );
  expect(probe.seen).toHaveLength(0);
});

it('brings a message back that was under way when the host stopped', async () => {
  await host.close();
  const first = await start(50);
  probe.answer('queue', 'hang', 'return');
  await send(base64('kept'));
  await probe.told('queue');
  await first.close();
  host = await start();
  expect((await probe.told('queue', 2)).seen.message).toBe('kept');
});
