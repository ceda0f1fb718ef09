import { EventHubConsumerClient, EventHubProducerClient } from '@azure/event-hubs';
import { ContainerClient } from '@azure/storage-blob';
import { eventHubBacklog } from '../../src/azure/event-hub-backlog';
import type { Backlog, Reader } from '../../src/mesh/ports/backlog';
import { memoryLog } from '../../src/mesh/ports/memory/memory-log';
import { startTestAzurite, type TestAzurite } from '../support/azurite';
import { startTestBroker, type TestBroker } from '../support/broker';

const groups = ['planner', 'other', 'observability'];
const hub = { partitions: 2, groups };

let azurite: TestAzurite;
let broker: TestBroker;
let checkpoints: ContainerClient;
const log = memoryLog();
beforeAll(async () => {
  [azurite, broker] = await Promise.all([
    startTestAzurite(),
    startTestBroker({ intents: hub, results: hub, tasks: { partitions: 1, groups: ['worker'] } }),
  ]);
  checkpoints = new ContainerClient(azurite.connectionString, 'azure-webjobs-eventhub');
  await checkpoints.create();
});
afterAll(() => Promise.all([azurite.stop(), broker.stop()]));

const backlogOn = (connectionString = broker.connectionString): Backlog => {
  const options = { retryOptions: { maxRetries: 0, timeoutInMs: 1_000 } };
  return eventHubBacklog({
    producerFor: (name) => new EventHubProducerClient(connectionString, name, options),
    consumerFor: (name) => new EventHubConsumerClient('observability', connectionString, name, options),
    checkpoints,
    log,
  });
};

const send = async (name: string, partitionId: string, count: number): Promise<void> => {
  const producer = new EventHubProducerClient(broker.connectionString, name);
  const events = Array.from({ length: count }, (_, n) => ({ body: { n } }));
  await producer.sendBatch(events, { partitionId });
  await producer.close();
};

/** As the host does when a batch is done. */
const checkpoint = async ({ hub: name, group }: Reader, partition: string, sequence: number) => {
  const blob = checkpoints.getBlockBlobClient(
    `mesh.servicebus.windows.net/${name}/${group}/checkpoint/${partition}`,
  );
  await blob.upload('', 0, { metadata: { sequencenumber: String(sequence), offset: '0' } });
};

const planner: Reader = { hub: 'intents', group: 'planner' };
const other: Reader = { hub: 'intents', group: 'other' };
const results: Reader = { hub: 'results', group: 'planner' };

it('tells what waits for each reader, over all partitions, and since when', async () => {
  const backlog = backlogOn();
  expect(await backlog([planner, results])).toEqual([
    { reader: planner, events: 0, arrived: 0 },
    { reader: results, events: 0, arrived: 0 },
  ]);

  const before = Date.now();
  await send('intents', '0', 3);
  const between = Date.now();
  await send('intents', '1', 2);
  const [all] = await backlog([planner]);
  expect(all).toMatchObject({ reader: planner, events: 5 });
  const { oldestAt: first } = all as { oldestAt: number };
  expect(first).toBeGreaterThanOrEqual(before - 1);
  expect(first).toBeLessThanOrEqual(between);

  // The first partition is done with, of the second one event: the oldest is the second of that.
  await checkpoint(planner, '0', 2);
  await checkpoint(planner, '1', 0);
  const [some, untouched] = await backlog([planner, other]);
  expect(some).toMatchObject({ reader: planner, events: 1, arrived: 5 });
  expect((some as { oldestAt: number }).oldestAt).toBeGreaterThanOrEqual(between - 1);
  expect(untouched).toEqual({ reader: other, events: 5, arrived: 5, oldestAt: first });

  await checkpoint(planner, '1', 1);
  expect(await backlog([planner])).toMatchObject([{ reader: planner, events: 0 }]);
});

it('tells of the others when one hub does not answer, and that this one does not', async () => {
  const backlog = backlogOn();
  const nowhere: Reader = { hub: 'events', group: 'index' };
  const [missing, there] = await backlog([nowhere, results]);
  expect(missing).toEqual({ reader: nowhere, error: expect.any(Error) as Error });
  expect(there).toMatchObject({ reader: results, events: 0 });
});

it('tells how much waits where nobody may look how old it is, and says so', async () => {
  const backlog = backlogOn();
  const worker: Reader = { hub: 'tasks', group: 'worker' };
  await send('tasks', '0', 1);
  // The hub has no consumer group `observability`.
  expect(await backlog([worker])).toMatchObject([{ reader: worker, events: 1 }]);
  expect(log.lines).toMatchObject([
    { level: 'warn', message: 'the oldest event of a hub could not be read', fields: worker },
  ]);
});

it('finds its way back to a broker that was away', async () => {
  const own = await startTestBroker({ results: hub });
  const backlog = backlogOn(own.connectionString);
  expect(await backlog([results])).toMatchObject([{ reader: results, events: 0 }]);
  await own.stop();
  expect(await backlog([results])).toMatchObject([{ reader: results, error: expect.any(Error) as Error }]);
  const again = await startTestBroker({ results: hub }, { port: own.port });
  expect(await backlog([results])).toMatchObject([{ reader: results, events: 0 }]);
  await again.stop();
}, 30_000);
