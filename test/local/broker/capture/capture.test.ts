import { setTimeout as sleep } from 'node:timers/promises';
import { ContainerClient } from '@azure/storage-blob';
import { readContainer } from '../../../../src/cli/capture/avro-container';
import { toCapturedEvent, type CapturedEvent } from '../../../../src/cli/capture/captured-event';
import { DEFAULT_NAME_FORMAT, archiveNames } from '../../../../src/contracts/capture';
import { startFaultProxy, type FaultProxy } from '../../../support/fault-proxy';
import { startTestAzurite, type TestAzurite } from '../../../support/azurite';
import { until } from '../../../support/until';
import { startTestBroker, type TestHubs } from '../../../support/broker';
import { clientsOf, type Clients } from '../clients';
import { brokerProcesses, type BrokerProcess, type BrokerProcesses } from '../process';

const captureTo = (container: string, more: object = {}) => ({
  Enabled: true,
  IntervalInSeconds: 1,
  SkipEmptyArchives: true,
  Destination: { BlobContainer: container },
  ...more,
});

let azurite: TestAzurite;
let proxy: FaultProxy;
/** By way of a proxy, so that the blob store can be away. */
let storage: string;

beforeAll(async () => {
  azurite = await startTestAzurite();
  proxy = await startFaultProxy(azurite.blobPort);
  storage = azurite.connectionString.replace(
    /BlobEndpoint=[^;]*:\d+\//,
    `BlobEndpoint=http://127.0.0.1:${proxy.port}/`,
  );
});

afterAll(async () => {
  await proxy?.close();
  await azurite?.stop();
});

/** What a test opened goes with it, also where it failed. */
const opened: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).toReversed()) await close();
  proxy.set(undefined);
});

const startBroker = async (hubs: TestHubs, options: { warn?: (text: string) => void } = {}) => {
  const broker = await startTestBroker(hubs, { captureStorage: storage, ...options });
  opened.push(broker.stop);
  return broker;
};

const clientsFor = ({ connectionString }: { connectionString: string }): Clients => {
  const clients = clientsOf(connectionString, 'intents');
  opened.push(clients.close);
  return clients;
};

const names = archiveNames(DEFAULT_NAME_FORMAT);
const containerOf = (name: string) => new ContainerClient(azurite.connectionString, name);

const blobsIn = async (container: ContainerClient): Promise<string[]> => {
  const found: string[] = [];
  for await (const { name } of container.listBlobsFlat()) found.push(name);
  return found;
};

interface Captured extends CapturedEvent {
  partition: string;
  /** When the window of its file began. */
  window: number;
}

/** All that a container holds, partition by partition, in the order of its files. */
const capturedIn = async (container: ContainerClient): Promise<Captured[]> => {
  const events: Captured[] = [];
  for await (const { name } of container.listBlobsFlat()) {
    const { partition, at } = names.file(name)!;
    const { readableStreamBody } = await container.getBlobClient(name).download();
    for await (const record of readContainer(readableStreamBody as AsyncIterable<Buffer>))
      events.push({ ...toCapturedEvent(record), partition, window: at });
  }
  return events;
};

const bodies = (events: readonly Captured[]) => events.map(({ body }) => body.toString());

it('keeps an event as it was sent, in a file that is named as Azure names it', async () => {
  const container = containerOf('whole');
  await container.create();
  const broker = await startBroker({ intents: { partitions: 2, groups: [], capture: captureTo('whole') } });
  const clients = clientsFor(broker);
  const event = {
    body: Buffer.from('{"id":"Grüße"}'),
    contentType: 'application/cloudevents+json',
    messageId: 'm-1',
    properties: { 'cloudEvents:type': 'business.invoice.intent', attempt: 2, weight: 0.5 },
  };
  const before = Date.now();
  await clients.send([event], { partitionId: '1' });
  const [captured] = await until(
    () => capturedIn(container),
    ({ length }) => length > 0,
  );
  expect(captured).toMatchObject({
    partition: '1',
    sequence: 0,
    offset: '0',
    properties: event.properties,
    system: { 'content-type': event.contentType, 'message-id': 'm-1' },
  });
  expect(captured!.body).toEqual(event.body);
  expect(captured!.enqueuedAt).toBeGreaterThanOrEqual(Math.floor(before / 1000) * 1000);
  for await (const { name, properties } of container.listBlobsFlat()) {
    expect(name).toMatch(/^emulatorNs1\/intents\/1\/\d{4}\/\d\d\/\d\d\/\d\d\/\d\d\/\d\d\.avro$/);
    expect(properties.blobType).toBe('BlockBlob');
  }
});

it('fills no file beyond its limit, and gives each a name of its own', async () => {
  const container = containerOf('limit');
  await container.create();
  const capture = captureTo('limit', {
    SizeLimitInBytes: 5000,
    Encoding: 'AvroDeflate',
    IntervalInSeconds: 900,
  });
  const broker = await startBroker({ intents: { partitions: 1, groups: [], capture } });
  const clients = clientsFor(broker);
  const sent = Array.from({ length: 40 }, (_, i) => `${i} ${'x'.repeat(400)}`);
  for (const body of sent) await clients.send([{ body: Buffer.from(body) }]);
  const captured = await until(
    () => capturedIn(container),
    ({ length }) => length >= 30,
  );
  expect(bodies(captured)).toEqual(sent.slice(0, captured.length));
  expect(new Set(captured.map(({ window }) => window)).size).toBeGreaterThan(2);
});

it('leaves an empty file for an interval without events where that is asked for', async () => {
  const container = containerOf('empty');
  await container.create();
  const capture = captureTo('empty', { SkipEmptyArchives: false });
  await startBroker({ intents: { partitions: 1, groups: [], capture } });
  const found = await until(
    () => blobsIn(container),
    ({ length }) => length >= 2,
  );
  expect(found).toHaveLength(2);
  expect(await capturedIn(container)).toEqual([]);
});

describe('nothing is missed, and nothing is there twice', () => {
  let brokers: BrokerProcesses;
  beforeAll(async () => {
    const capture = captureTo('killed', { SizeLimitInBytes: 20_000 });
    brokers = await brokerProcesses({ intents: { partitions: 2, groups: [], capture } });
  });
  afterAll(() => brokers?.stop());

  const start = (): Promise<BrokerProcess> => brokers.start({ env: { MESH_CAPTURE_STORAGE: storage } });

  it('when the broker is killed again and again, and the blob store is away for a while', async () => {
    const container = containerOf('killed');
    await container.create();
    const sent: string[] = [];

    const sendSome = async (broker: BrokerProcess, run: number): Promise<void> => {
      const clients = clientsFor(broker);
      for (let i = 0; i < 10; i++) {
        const events = Array.from({ length: 5 }, (_, n) => `${run}.${i}.${n} ${'x'.repeat(900)}`);
        await clients.send(
          events.map((body) => ({ body: Buffer.from(body) })),
          { partitionId: String(i % 2) },
        );
        sent.push(...events);
      }
      await clients.close();
    };

    /** Dies between a file and the note that it is there, and the other way round. */
    const deaths = [
      (method: string) => method === 'PUT',
      (_: string, url: string) => url.includes('comp=blocklist'),
    ];
    for (const [run, isDeadly] of deaths.entries()) {
      const broker = await start();
      const deadly = new Promise<void>((resolve) =>
        proxy.set(({ method, url }) => {
          if (sent.length > 0 && isDeadly(method, url)) resolve();
          return undefined;
        }),
      );
      await sendSome(broker, run);
      await deadly;
      await broker.kill('SIGKILL');
      proxy.set(undefined);
    }

    proxy.set(() => ({ status: 503 }));
    const broker = await start();
    await sendSome(broker, 2);
    await until(
      async () => proxy.faults,
      (faults) => faults > 1,
    );
    proxy.set(undefined);

    const captured = await until(
      () => capturedIn(container),
      ({ length }) => length >= sent.length,
    );
    // Whatever would come twice had its time by now.
    await sleep(1500);
    expect(bodies(await capturedIn(container)).toSorted()).toEqual(sent.toSorted());
    for (const partition of ['0', '1']) {
      const own = captured.filter((event) => event.partition === partition);
      expect(own.map(({ sequence }) => sequence)).toEqual(own.map((_, i) => i));
      for (const { window, enqueuedAt } of own) expect(Math.abs(enqueuedAt - window)).toBeLessThan(10_000);
    }
    await broker.kill('SIGTERM');

    const earlier = await blobsIn(container);
    const written: string[] = [];
    proxy.set(({ method, url }) => {
      if (method === 'PUT' && url.includes('comp=blocklist')) written.push(url);
      return undefined;
    });
    await sendSome(await start(), 3);
    const all = await until(
      () => capturedIn(container),
      ({ length }) => length >= sent.length,
    );
    expect(all).toHaveLength(sent.length);
    // What was noted as written is not written again.
    expect(written.length).toBeGreaterThan(0);
    expect(written.filter((url) => earlier.some((name) => url.includes(name)))).toEqual([]);
  }, 60_000);

  it('and says once that the blob store is away', async () => {
    const warnings: string[] = [];
    proxy.set(() => ({ status: 503 }));
    const broker = await startBroker(
      { intents: { partitions: 1, groups: [], capture: captureTo('killed') } },
      { warn: (text) => warnings.push(text) },
    );
    const clients = clientsFor(broker);
    await clients.send([{ body: 'x' }]);
    await until(
      async () => warnings,
      ({ length }) => length > 0,
    );
    expect(warnings).toEqual([expect.stringMatching(/^capture: the blob store takes no files/)]);
    proxy.set(undefined);
    await until(
      async () => warnings,
      ({ length }) => length > 1,
    );
    expect(warnings.slice(1)).toEqual(['capture: the blob store takes files again']);
  });
});

it('warns where the config asks for files and nobody says where to', async () => {
  const warnings: string[] = [];
  const hubs = { intents: { partitions: 1, groups: [], capture: captureTo('none') } };
  const broker = await startTestBroker(hubs, { warn: (text) => warnings.push(text) });
  opened.push(broker.stop);
  expect(warnings).toEqual([expect.stringContaining('asks for files of intents')]);
});
