import { EventHubConsumerClient, EventHubProducerClient, earliestEventPosition } from '@azure/event-hubs';
import type { EventData } from '@azure/event-hubs';
import { BlobServiceClient } from '@azure/storage-blob';
import type { RunningHost } from '../../../src/local/host';
import { blobCheckpointStore } from '../../../src/local/host/checkpoint-store';
import { startTestAzurite } from '../../support/azurite';
import type { TestAzurite } from '../../support/azurite';
import { startTestBroker } from '../../support/broker';
import type { TestBroker } from '../../support/broker';
import { buildFixture, startFixtureHost, startProbe } from './support';
import type { FixtureApp, Probe, Seen } from './support';

const group = { partitions: 1, groups: [] };
const hubs = {
  shared: { partitions: 4, groups: [] },
  binary: group,
  retried: group,
  strings: group,
  parsed: group,
};

jest.setTimeout(30_000);

let azurite: TestAzurite;
let fixture: FixtureApp;
let probe: Probe;
let broker: TestBroker;
let hosts: RunningHost[] = [];

beforeAll(async () => {
  [azurite, fixture, probe] = await Promise.all([startTestAzurite(), buildFixture(), startProbe()]);
});
afterAll(async () => {
  await Promise.all([azurite.stop(), probe.close()]);
  fixture.remove();
});
beforeEach(async () => {
  fixture.write('host.json', { version: '2.0' });
  broker = await startTestBroker(hubs);
});
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.close()));
  await broker.stop();
  await clearCheckpoints();
  probe.reset();
});

const container = () =>
  BlobServiceClient.fromConnectionString(azurite.connectionString).getContainerClient(
    'azure-webjobs-eventhub',
  );
const clearCheckpoints = async (): Promise<void> => {
  for await (const { name } of container().listBlobsFlat()) await container().deleteBlob(name);
};

const functions = ['binary', 'retried', 'strings', 'parsed'];

/** Starts a host with only some of the Event Hubs functions, on a hub of its own for `binary` if need be. */
const start = async (
  on: string[],
  env: NodeJS.ProcessEnv = {},
  write: (line: string) => void = () => undefined,
): Promise<RunningHost> => {
  const off = functions
    .filter((name) => !on.includes(name))
    .map((name) => [`AzureWebJobs.${name}.Disabled`, 'true']);
  const host = await startFixtureHost(
    fixture,
    probe,
    {
      EVENTHUB: broker.connectionString,
      AzureWebJobsStorage: azurite.connectionString,
      HUB: 'binary',
      MESH_HOST_OWNERSHIP_MS: '1000',
      MESH_HOST_BALANCE_MS: '100',
      ...Object.fromEntries(off),
      ...env,
    },
    { write },
  );
  hosts.push(host);
  return host;
};

const send = async (hub: string, events: EventData[], partitionId?: string): Promise<void> => {
  const producer = new EventHubProducerClient(broker.connectionString, hub);
  await producer.sendBatch(events, partitionId === undefined ? {} : { partitionId });
  await producer.close();
};
const bytes = (text: string): EventData => ({ body: Buffer.from(text) });
const hex = (text: string): { hex: string } => ({ hex: Buffer.from(text).toString('hex') });

/** Waits until the checkpoint of a hub's partition says this sequence number. */
const checkpointAt = async (
  hub: string,
  sequenceNumber: number,
  partitionId = '0',
): Promise<Record<string, string>> => {
  for (;;) {
    const metadata = await checkpointOf(hub, partitionId);
    if (Number(metadata?.['sequencenumber']) === sequenceNumber) return metadata!;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};
const checkpointOf = (hub: string, partitionId = '0'): Promise<Record<string, string> | undefined> =>
  container()
    .getBlobClient(`localhost/${hub}/$default/checkpoint/${partitionId}`)
    .getProperties()
    .then(({ metadata }) => metadata)
    .catch(() => undefined);

it('hands over a batch with what the broker says of each event', async () => {
  await send('binary', [
    { ...bytes('one'), contentType: 'text/plain', properties: { colour: 'red' } },
    bytes('two'),
  ]);
  await start(['binary']);
  const { seen } = await probe.told('binary');
  expect(seen.events).toEqual([hex('one'), hex('two')]);
  const { triggerMetadata } = seen;
  expect(triggerMetadata.partitionContext).toMatchObject({
    partitionId: '0',
    consumerGroup: '$Default',
    eventHubName: 'binary',
    fullyQualifiedNamespace: 'localhost',
  });
  expect(triggerMetadata.sequenceNumberArray).toEqual([0, 1]);
  expect(triggerMetadata.propertiesArray).toEqual([{ colour: 'red' }, {}]);
  expect(triggerMetadata.systemPropertiesArray[0]).toMatchObject({
    'content-type': 'text/plain',
    'x-opt-sequence-number': 0,
    'x-opt-enqueued-time': expect.stringMatching(/Z$/),
    sequenceNumber: 0,
    enqueuedTimeUtc: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+$/),
    partitionKey: null,
  });
  const { offset } = await checkpointAt('binary', 1);
  expect(offset).toBe(triggerMetadata.systemPropertiesArray[1]?.['offsetString']);
});

it('goes on from the checkpoint after a restart', async () => {
  await send('binary', [bytes('one'), bytes('two')]);
  const first = await start(['binary']);
  await checkpointAt('binary', 1);
  await first.close();
  await send('binary', [bytes('three')]);
  await start(['binary']);
  expect((await probe.told('binary', 2)).seen.events).toEqual([hex('three')]);
});

it('moves the checkpoint on when the function fails without a retry policy: the batch is lost', async () => {
  probe.answer('binary', 'throw', 'return');
  await send('binary', [bytes('lost')]);
  await start(['binary']);
  await checkpointAt('binary', 0);
  await send('binary', [bytes('next')]);
  expect((await probe.told('binary', 2)).seen.events).toEqual([hex('next')]);
});

it('moves the checkpoint on when the function process dies without a retry policy: the batch is lost', async () => {
  probe.answer('binary', 'die', 'return');
  await send('binary', [bytes('lost')]);
  await start(['binary']);
  await checkpointAt('binary', 0);
  await send('binary', [bytes('next')]);
  expect((await probe.told('binary', 2)).seen.events).toEqual([hex('next')]);
});

it('delivers a batch again by the retry policy, the death of its process and functionTimeout included', async () => {
  fixture.write('host.json', { version: '2.0', functionTimeout: '00:00:02' });
  probe.answer('retried', 'die', 'hang', 'throw', 'return');
  await send('retried', [bytes('kept')]);
  await start(['retried']);
  const last = await probe.told('retried', 4);
  expect(last.seen.events).toEqual([hex('kept')]);
  expect(last.seen.retryContext).toMatchObject({
    retryCount: 3,
    maxRetryCount: -1,
    exception: { message: 'as told by the test' },
  });
  await checkpointAt('retried', 0);
  expect(probe.seen).toHaveLength(4);
});

it('does not move the checkpoint when it stops between two tries', async () => {
  probe.answer('retried', 'throw');
  await send('retried', [bytes('kept')]);
  const first = await start(['retried']);
  await probe.told('retried', 2);
  await first.close();
  expect(await checkpointOf('retried')).toBeUndefined();
  probe.reset();
  await start(['retried']);
  const again = await probe.told('retried');
  // The count is in memory: it starts over.
  expect(again.seen).toMatchObject({ events: [hex('kept')] });
  expect(again.seen.retryContext).toBeUndefined();
});

it('does not move the checkpoint when it stops in the middle of a batch that does not end in time', async () => {
  probe.answer('binary', 'hang');
  await send('binary', [bytes('kept')]);
  const host = await startFixtureHost(
    fixture,
    probe,
    {
      EVENTHUB: broker.connectionString,
      AzureWebJobsStorage: azurite.connectionString,
      HUB: 'binary',
      'AzureWebJobs.retried.Disabled': '1',
      'AzureWebJobs.strings.Disabled': '1',
      'AzureWebJobs.parsed.Disabled': '1',
    },
    { drainMs: 50 },
  );
  await probe.told('binary');
  await host.close();
  expect(await checkpointOf('binary')).toBeUndefined();
});

it('parses JSON where there is no dataType, and fails the whole batch for one event that is none', async () => {
  await send('parsed', [{ body: { n: 1 } }, bytes('not json')]);
  await start(['parsed']);
  await checkpointAt('parsed', 1);
  await send('parsed', [{ body: { n: 2 } }]);
  expect((await probe.told('parsed')).seen.events).toEqual([{ n: 2 }]);
});

it('drops empty events from a batch of strings, as the platform does', async () => {
  await send('strings', [bytes('first'), bytes(''), bytes('{"third":true}')]);
  await start(['strings']);
  const { seen } = await probe.told('strings');
  expect(seen.events).toEqual(['first', { third: true }]);
  expect(seen.triggerMetadata.sequenceNumberArray).toEqual([0, 1, 2]);
});

it('goes on by itself when the broker went away and came back', async () => {
  await broker.stop();
  const folder = fixture.root + '/broker';
  broker = await startTestBroker(hubs, { folder });
  await send('binary', [bytes('one')]);
  await start(['binary']);
  await checkpointAt('binary', 0);
  const { port } = broker;
  await broker.stop();
  broker = await startTestBroker(hubs, { folder, port });
  await send('binary', [bytes('two')]);
  expect((await probe.told('binary', 2)).seen.events).toEqual([hex('two')]);
});

it('shares partitions between hosts, and takes over those of one that stops', async () => {
  const env = { HUB: 'shared' };
  const first = await start(['binary'], env);
  const second = await start(['binary'], env);
  await owners((counts) => counts.length === 2 && counts.every((count) => count === 2));
  await first.close();
  await owners((counts) => counts.length === 1 && counts[0] === 4);
  for (const id of ['0', '1', '2', '3']) await send('shared', [bytes(id)], id);
  for (const id of ['0', '1', '2', '3']) await checkpointAt('shared', 0, id);
  expect(probe.seen.flatMap(({ seen }) => seen.events)).toHaveLength(4);
  expect(second.functions).toContain('binary');
});

const storeOf = (hub: string) =>
  blobCheckpointStore({
    connectionString: azurite.connectionString,
    fullyQualifiedNamespace: 'localhost',
    hub,
    consumerGroup: '$Default',
  });

it('waits for the partitions of a host that died until its ownership is over', async () => {
  await storeOf('binary').claim('0', 'a host that died', undefined);
  await send('binary', [bytes('kept')]);
  await start(['binary']);
  expect((await probe.told('binary')).seen.events).toEqual([hex('kept')]);
});

/** Reads partition 0 at an owner level above the host's, as somebody does who has a look. */
const stranger = async (hub: string): Promise<EventHubConsumerClient> => {
  const client = new EventHubConsumerClient('$Default', broker.connectionString, hub);
  await new Promise<void>((resolve, reject) => {
    client.subscribe(
      '0',
      { processEvents: async () => resolve(), processError: async (error) => reject(error) },
      { ownerLevel: 1, startPosition: earliestEventPosition, maxWaitTimeInSeconds: 1 },
    );
  });
  return client;
};

it('says once that a stranger has a partition, and reads it when that one stops', async () => {
  await send('binary', [bytes('kept')]);
  const reader = await stranger('binary');
  const told: string[] = [];
  let tell: () => void = () => undefined;
  const said = new Promise<void>((resolve) => (tell = resolve));
  await start(['binary'], {}, (line) => {
    if (!line.includes('Partition 0 was taken by a receiver that is no host of this app')) return;
    told.push(line);
    tell();
  });
  await said;
  // Each try is a claim, and each claim another ETag.
  const tries = new Set<string | undefined>();
  while (tries.size < 3) tries.add((await storeOf('binary').list()).ownerships[0]?.etag);
  await reader.close();
  expect((await probe.told('binary')).seen.events).toEqual([hex('kept')]);
  expect(told).toHaveLength(1);
});

it('does not move the checkpoint of a batch whose partition was lost meanwhile', async () => {
  probe.answer('retried', 'throw');
  await send('retried', [bytes('kept')]);
  await start(['retried']);
  await probe.told('retried', 3);
  await steal('retried');
  // Who took it says nothing more, so it comes back, and the count of tries starts over.
  const isFirstTry = ({ seen }: Seen): boolean => seen.retryContext === undefined;
  for (let times = 4; probe.seen.filter(isFirstTry).length < 2; times++) await probe.told('retried', times);
  expect(await checkpointOf('retried')).toBeUndefined();
});

/** Takes partition 0 as another host would, between two renewals of its owner. */
const steal = async (hub: string): Promise<void> => {
  const store = storeOf(hub);
  for (;;) {
    const { ownerships } = await store.list();
    if (await store.claim('0', 'another host', ownerships[0]?.etag)) return;
  }
};

/** Waits until as many partitions belong to each owner as the test says. */
const owners = async (isSo: (counts: number[]) => boolean): Promise<void> => {
  for (;;) {
    const counts = new Map<string, number>();
    for await (const { metadata } of container().listBlobsFlat({
      prefix: 'localhost/shared/$default/ownership/',
      includeMetadata: true,
    })) {
      const owner = metadata?.['ownerid'];
      if (owner) counts.set(owner, (counts.get(owner) ?? 0) + 1);
    }
    if (isSo([...counts.values()])) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};
