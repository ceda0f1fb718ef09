import { EventHubConsumerClient, EventHubProducerClient, earliestEventPosition } from '@azure/event-hubs';
import { eventHubPublisher } from '../../src/azure/event-hub-publisher';
import type { Producer } from '../../src/azure/event-hub-connection';
import type { MeshEvent } from '../../src/contracts/event';
import { intentType, taskType } from '../../src/contracts/event-types';
import { hubOf, type Hub } from '../../src/contracts/hubs';
import { partitionOf, runBucket, runIdOf, taskBucket, taskIdOf } from '../../src/contracts/ids';
import { memoryPublisher } from '../../src/mesh/ports/memory/memory-publisher';
import type { Publisher } from '../../src/mesh/ports/publisher';
import { startTestBroker, type TestBroker } from '../support/broker';

const PARTITIONS = 4;
const hub = { partitions: PARTITIONS, groups: ['observability'] };
const hubs = { intents: hub, tasks: hub, results: hub, dlq: hub };

let names = 0;
const runOf = (name: string) => runIdOf({ tenant: 'contoso', source: '/orders', id: name });
/** An intent of its own run, unlike any other of this suite. */
const intent = (changes: Partial<MeshEvent> = {}): MeshEvent => {
  const id = `order-${++names}`;
  const correlationid = runOf(id);
  return {
    specversion: '1.0',
    id,
    source: '/orders',
    type: intentType('invoice'),
    time: '2026-11-21T10:00:00.000Z',
    tenantid: 'contoso',
    correlationid,
    data: { document: 'ä <x/>' },
    ...changes,
  };
};
const task = (): MeshEvent => {
  const { correlationid } = intent();
  const subject = taskIdOf(correlationid!, 'extract');
  return intent({
    id: `${subject}.1`,
    type: taskType('invoice', 'created'),
    subject,
    correlationid: correlationid!,
  });
};

interface Arrived {
  hub: Hub;
  partition?: number;
  body: unknown;
  contentType?: string | undefined;
  properties: Readonly<Record<string, unknown>>;
}

interface Backbone {
  publisher: Publisher;
  /** What arrived with one of these ids, once all of them are there. */
  arrived(ids: readonly string[]): Promise<readonly Arrived[]>;
}

const isRaw = 'x-raw';
const idIn = ({ body, properties }: Arrived): unknown =>
  properties[isRaw] ?? (JSON.parse(String(body)) as MeshEvent).id;

const inMemory = async () => {
  const publisher = memoryPublisher();
  const all = (): Arrived[] => [
    ...publisher.events.map((event) => ({ hub: hubOf(event), body: JSON.stringify(event), properties: {} })),
    ...publisher.raw.map(({ hub, body, properties }) => ({ hub, body: Buffer.from(body), properties })),
  ];
  const backbone: Backbone = {
    publisher,
    arrived: async (ids) => all().filter((one) => ids.includes(String(idIn(one)))),
  };
  return { backbone, stop: async () => undefined };
};

/** Reads all partitions of all hubs from their start, until every id was seen. */
const readUntil =
  (connectionString: string) =>
  async (ids: readonly string[]): Promise<readonly Arrived[]> => {
    const missing = [...ids];
    const found: Arrived[] = [];
    const clients = Object.keys(hubs).map(
      (name) => new EventHubConsumerClient('observability', connectionString, name),
    );
    const done = Promise.withResolvers<void>();
    const subscriptions = clients.map((client) =>
      client.subscribe(
        {
          processEvents: async (events, { partitionId, eventHubName }) => {
            for (const { body, contentType, properties = {} } of events) {
              const one = {
                hub: eventHubName as Hub,
                partition: Number(partitionId),
                body,
                contentType,
                properties,
              };
              const at = missing.indexOf(String(idIn(one)));
              if (at < 0) continue;
              found.push(one);
              missing.splice(at, 1);
            }
            if (missing.length === 0) done.resolve();
          },
          processError: async (error) => done.reject(error),
        },
        { startPosition: earliestEventPosition, skipParsingBodyAsJson: true, maxWaitTimeInSeconds: 1 },
      ),
    );
    try {
      await done.promise;
    } finally {
      await Promise.all(subscriptions.map((subscription) => subscription.close()));
      await Promise.all(clients.map((client) => client.close()));
    }
    return found;
  };

const publisherTo = (connectionString: string, timeoutMs = 5_000) =>
  eventHubPublisher({
    timeoutMs,
    producerFor: (name, options) => new EventHubProducerClient(connectionString, name, options),
  });

const overTheWire = async () => {
  const broker = await startTestBroker(hubs);
  const publisher = publisherTo(broker.connectionString);
  const backbone: Backbone = { publisher, arrived: readUntil(broker.connectionString) };
  return {
    backbone,
    stop: async () => {
      await publisher.close();
      await broker.stop();
    },
  };
};

describe.each([
  ['in memory', inMemory],
  ['on Event Hubs', overTheWire],
])('a publisher %s', (_, start) => {
  let started: Awaited<ReturnType<typeof start>>;
  beforeAll(async () => {
    started = await start();
  });
  afterAll(() => started.stop());

  it('tells the fate of each event, and they arrive', async () => {
    const events = [intent(), task(), intent()];
    expect(await started.backbone.publisher.publish(events)).toEqual(events.map(() => ({ sent: true })));
    const arrived = await started.backbone.arrived(events.map(({ id }) => id));
    expect(arrived.map(({ body }) => JSON.parse(String(body)))).toEqual(expect.arrayContaining(events));
  });

  it('sends the same event as often as it is told', async () => {
    const event = intent();
    await started.backbone.publisher.publish([event, event]);
    await started.backbone.publisher.publish([event]);
    expect(await started.backbone.arrived([event.id, event.id, event.id])).toHaveLength(3);
  });

  it('has nothing to say about no events', async () => {
    expect(await started.backbone.publisher.publish([])).toEqual([]);
  });

  it('hands on bytes and properties as they came', async () => {
    const body = Buffer.from([0xff, 0x00, 0x7b, 0x22]);
    const properties = { [isRaw]: 'raw-1', count: 3, ok: true };
    expect(
      await started.backbone.publisher.publishRaw([
        { hub: 'dlq', body, properties, contentType: 'text/plain', bucket: 5 },
      ]),
    ).toEqual([{ sent: true }]);
    const [one] = await started.backbone.arrived(['raw-1']);
    expect(one).toMatchObject({ hub: 'dlq', properties });
    expect([...(one!.body as Buffer)]).toEqual([...body]);
  });

  it('refuses a type that no hub carries', async () => {
    await expect(started.backbone.publisher.publish([intent({ type: 'who.knows' })])).rejects.toThrow(
      'no hub',
    );
  });
});

describe('the Event Hubs publisher', () => {
  let broker: TestBroker;
  beforeAll(async () => {
    broker = await startTestBroker(hubs);
  });
  afterAll(() => broker.stop());

  const published = async (events: readonly MeshEvent[]) => {
    const publisher = publisherTo(broker.connectionString);
    const fates = await publisher.publish(events);
    await publisher.close();
    return fates;
  };
  const arrived = (events: readonly MeshEvent[]) =>
    readUntil(broker.connectionString)(events.map(({ id }) => id));

  it("sends by the run's bucket, and tasks by the task's", async () => {
    const runs = Array.from({ length: 12 }, () => intent());
    const tasks = Array.from({ length: 12 }, task);
    await published([...runs, ...tasks]);
    for (const { hub, partition, body } of await arrived([...runs, ...tasks])) {
      const event = JSON.parse(String(body)) as MeshEvent;
      const bucket = hub === 'tasks' ? taskBucket(event.subject!) : runBucket(event.correlationid!);
      expect(partition).toBe(partitionOf(bucket, PARTITIONS));
    }
  });

  it('sends structured events, with the attributes that consumers filter by beside them', async () => {
    const event = intent();
    await published([event]);
    const [one] = await arrived([event]);
    expect(one!.contentType).toBe('application/cloudevents+json');
    expect(one!.properties).toMatchObject({
      'cloudEvents:type': event.type,
      'cloudEvents:correlationid': event.correlationid,
    });
  });

  it('sends more than one batch where one is not enough', async () => {
    const correlationid = runOf('large');
    const events = Array.from({ length: 5 }, () => intent({ correlationid, data: 'x'.repeat(400_000) }));
    expect(await published(events)).toEqual(events.map(() => ({ sent: true })));
    expect(await arrived(events)).toHaveLength(5);
  });

  it('says of an event that fits nowhere that it is too large, and sends its neighbours', async () => {
    const correlationid = runOf('larger');
    const events = [
      intent({ correlationid }),
      intent({ correlationid, data: 'x'.repeat(1_100_000) }),
      intent({ correlationid }),
    ];
    expect(await published(events)).toMatchObject([
      { sent: true },
      { sent: false, error: { code: 'event-too-large' } },
      { sent: true },
    ]);
  });

  it('lets concurrent calls share sends', async () => {
    const sends: number[] = [];
    const publisher = eventHubPublisher({
      producerFor: (name, options) =>
        counting(new EventHubProducerClient(broker.connectionString, name, options), sends),
    });
    const correlationid = runOf('shared');
    await publisher.publish([intent({ correlationid })]);
    const events = Array.from({ length: 50 }, () => intent({ correlationid }));
    await Promise.all(events.map((event) => publisher.publish([event])));
    expect(sends).toEqual([1, 1, 49]);
    await publisher.close();
  });

  it('keeps the failure of one hub from the others', async () => {
    const publisher = publisherTo(broker.connectionString);
    const fates = await publisher.publish([intent(), intent({ priority: 'high' }), task()]);
    expect(fates).toMatchObject([{ sent: true }, { sent: false, error: expect.any(Error) }, { sent: true }]);
    await publisher.close();
  });
});

/** Notes how many events each send has. */
const counting = (producer: EventHubProducerClient, sends: number[]): Producer => ({
  createBatch: (options) => producer.createBatch(options),
  getPartitionIds: (options) => producer.getPartitionIds(options),
  close: () => producer.close(),
  sendBatch: (batch, options) => {
    sends.push((batch as { count: number }).count);
    return producer.sendBatch(batch as never, options);
  },
});

describe('a broker that goes away', () => {
  // The AMQP library goes on sending heartbeats to a connection that broke: they must not keep this process.
  const { setTimeout } = globalThis;
  beforeAll(() => {
    globalThis.setTimeout = Object.assign(
      (...args: Parameters<typeof setTimeout>) => setTimeout(...args).unref(),
      setTimeout,
    );
  });
  afterAll(() => {
    globalThis.setTimeout = setTimeout;
  });

  it('is told as the fate of each event, and the next call after it is back succeeds', async () => {
    const first = await startTestBroker(hubs);
    const publisher = publisherTo(first.connectionString, 2_000);
    expect(await publisher.publish([intent()])).toEqual([{ sent: true }]);
    await first.stop();

    const lost = [intent(), task()];
    expect(await publisher.publish(lost)).toMatchObject(
      lost.map(() => ({ sent: false, error: expect.any(Error) })),
    );

    const second = await startTestBroker(hubs, { port: first.port });
    const again = intent();
    expect(await publisher.publish([again])).toEqual([{ sent: true }]);
    expect(await readUntil(second.connectionString)([again.id])).toHaveLength(1);
    await publisher.close();
    await second.stop();
  });
});
