import { earliestEventPosition, latestEventPosition } from '@azure/event-hubs';
import { partitionOfKey } from '../../../src/local/broker/partition-key';
import { startTestBroker } from '../../support/broker';
import type { TestBroker } from '../../support/broker';
import { clientsOf } from './clients';
import type { Clients } from './clients';

const HUBS = { intents: { partitions: 4, groups: ['planner', 'audit'] } };

const numbered = (count: number) => Array.from({ length: count }, (_, i) => ({ body: i }));

describe('a producer and a consumer of the SDK', () => {
  let broker: TestBroker;
  let clients: Clients;
  let clock = 1_000_000;
  beforeEach(async () => {
    // Every look at the clock is a second later, so that each event has a time of its own.
    broker = await startTestBroker(HUBS, { now: () => (clock += 1000) });
    clients = clientsOf(broker.connectionString, 'intents');
  });
  afterEach(async () => {
    await clients.close();
    await broker.stop();
  });

  it('keeps the order within a partition', async () => {
    await clients.send(numbered(50), { partitionId: '2' });
    await clients.send(numbered(50), { partitionId: '2' });
    const events = await clients.receive({ partition: '2', count: 100, from: earliestEventPosition });
    expect(events.map(({ body }) => body)).toEqual(
      [...numbered(50), ...numbered(50)].map(({ body }) => body),
    );
    expect(events.map(({ sequenceNumber }) => sequenceNumber)).toEqual(
      Array.from({ length: 100 }, (_, i) => i),
    );
  });

  it('brings bodies and properties back as they were', async () => {
    const binary = Buffer.from([0, 1, 254, 255]);
    const event = {
      body: binary,
      contentType: 'application/cloudevents+json',
      messageId: 'm-1',
      correlationId: 'run-1',
      properties: { 'cloudEvents:type': 'business.invoice.intent', attempt: 3, urgent: true, ratio: 0.5 },
    };
    await clients.send(
      [event, { body: 'text ✓' }, { body: { a: [1, null] } }, { body: 'x'.repeat(500_000) }],
      { partitionId: '0' },
    );
    const [first, text, object, large] = await clients.receive({
      partition: '0',
      count: 4,
      from: earliestEventPosition,
    });
    expect(first).toMatchObject({ ...event, body: expect.any(Buffer) });
    expect(Buffer.compare(first!.body as Buffer, binary)).toBe(0);
    expect([text!.body, object!.body, (large!.body as string).length]).toEqual([
      'text ✓',
      { a: [1, null] },
      500_000,
    ]);
  });

  it('says where and when each event was enqueued, and by which key', async () => {
    await clients.send([{ body: 1 }, { body: 2 }], { partitionKey: 'run-1' });
    const { partitionIds } = await clients.producer().getEventHubProperties();
    const states = await Promise.all(partitionIds.map((id) => clients.producer().getPartitionProperties(id)));
    const held = states.find(({ isEmpty }) => !isEmpty)!;
    const [first, second] = await clients.receive({
      partition: held.partitionId,
      count: 2,
      from: earliestEventPosition,
    });
    expect(first).toMatchObject({ sequenceNumber: 0, offset: '0', partitionKey: 'run-1' });
    expect(second!.enqueuedTimeUtc.getTime() - first!.enqueuedTimeUtc.getTime()).toBe(1000);
    expect(held).toMatchObject({
      eventHubName: 'intents',
      beginningSequenceNumber: 0,
      lastEnqueuedSequenceNumber: 1,
      lastEnqueuedOffset: second!.offset,
      lastEnqueuedOnUtc: second!.enqueuedTimeUtc,
    });
  });

  it('keeps the events of a key in one partition, whichever producer sends them', async () => {
    for (let i = 0; i < 4; i++) await clients.producer().sendBatch([{ body: i }], { partitionKey: 'run-1' });
    await clients.send([{ body: 'other' }], { partitionKey: '7cc05' });
    const partition = String(partitionOfKey('run-1', 4));
    const events = await clients.receive({ partition, count: 4, from: earliestEventPosition });
    expect(events.map(({ body }) => body)).toEqual([0, 1, 2, 3]);
    expect(partitionOfKey('7cc05', 4)).not.toBe(Number(partition));
  });

  it('spreads what has neither key nor partition over all partitions', async () => {
    for (let i = 0; i < 8; i++) await clients.send([{ body: i }]);
    const producer = clients.producer();
    const states = await Promise.all(['0', '1', '2', '3'].map((id) => producer.getPartitionProperties(id)));
    expect(states.map(({ lastEnqueuedSequenceNumber }) => lastEnqueuedSequenceNumber)).toEqual([1, 1, 1, 1]);
  });

  it('tells an empty partition from one that is not', async () => {
    const state = await clients.producer().getPartitionProperties('3');
    expect(state).toMatchObject({ isEmpty: true, lastEnqueuedSequenceNumber: -1 });
  });

  describe('reading from a position', () => {
    const bodiesFrom = async (from: object, count: number): Promise<unknown[]> => {
      const events = await clients.receive({ partition: '1', count, from });
      return events.map(({ body }) => body);
    };

    it.each([
      ['after a sequence number', { sequenceNumber: 5 }, [6, 7, 8, 9]],
      ['from a sequence number on', { sequenceNumber: 5, isInclusive: true }, [5, 6, 7, 8, 9]],
      ['from the last event on', { offset: '@latest', isInclusive: true }, [9]],
      ['before the first event', { sequenceNumber: -1 }, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
    ])('begins %s', async (_, from, expected) => {
      await clients.send(numbered(10), { partitionId: '1' });
      expect(await bodiesFrom(from, expected.length)).toEqual(expected);
    });

    it('begins at an offset or at a time', async () => {
      await clients.send(numbered(10), { partitionId: '1' });
      const all = await clients.receive({ partition: '1', count: 10, from: earliestEventPosition });
      const { offset, enqueuedTimeUtc } = all[6]!;
      expect(await bodiesFrom({ offset }, 3)).toEqual([7, 8, 9]);
      expect(await bodiesFrom({ offset, isInclusive: true }, 4)).toEqual([6, 7, 8, 9]);
      expect(await bodiesFrom({ enqueuedOn: enqueuedTimeUtc }, 3)).toEqual([7, 8, 9]);
      expect(await bodiesFrom({ enqueuedOn: enqueuedTimeUtc.getTime() - 1 }, 4)).toEqual([6, 7, 8, 9]);
    });

    it('begins after all that was there, with latest', async () => {
      await clients.send(numbered(10), { partitionId: '1' });
      const consumer = clients.consumer();
      const bodies: unknown[] = [];
      await new Promise<void>((resolve, reject) => {
        let polls = 0;
        consumer.subscribe(
          '1',
          {
            // An empty batch says that the receiver is attached and has seen nothing of what was there.
            processEvents: async (batch) => {
              bodies.push(...batch.map(({ body }) => body as unknown));
              if (polls++ === 0) await clients.send([{ body: 'new' }], { partitionId: '1' });
              else if (bodies.length > 0) resolve();
            },
            processError: async (error) => reject(error),
          },
          { startPosition: latestEventPosition, maxWaitTimeInSeconds: 0.2 },
        );
      });
      expect(bodies).toEqual(['new']);
    });
  });

  it('gives each consumer group all events', async () => {
    await clients.send(numbered(5), { partitionId: '0' });
    const read = (group: string) =>
      clients.receive({ partition: '0', count: 5, from: earliestEventPosition, group });
    const [planner, audit] = await Promise.all([read('planner'), read('audit')]);
    expect(planner).toHaveLength(5);
    expect(audit).toHaveLength(5);
  });

  it('tells a receiver that asks how far its partition has got', async () => {
    await clients.send(numbered(3), { partitionId: '0' });
    const last = await new Promise<unknown>((resolve, reject) => {
      clients.consumer().subscribe(
        '0',
        {
          processEvents: async (batch, { lastEnqueuedEventProperties }) => {
            if (batch.length > 0) resolve(lastEnqueuedEventProperties?.sequenceNumber);
          },
          processError: async (error) => reject(error),
        },
        { startPosition: earliestEventPosition, trackLastEnqueuedEventProperties: true },
      );
    });
    expect(last).toBe(2);
  });

  it('serves a consumer far behind from the disk, and the same one at the tail from memory', async () => {
    const small = await startTestBroker(HUBS, { cacheBytes: 20_000, segmentBytes: 100_000 });
    const own = clientsOf(small.connectionString, 'intents');
    try {
      const body = 'x'.repeat(1000);
      for (let i = 0; i < 10; i++)
        await own.send(
          Array.from({ length: 100 }, () => ({ body })),
          { partitionId: '0' },
        );
      const events = await own.receive({ partition: '0', count: 1000, from: earliestEventPosition });
      expect(events.map(({ sequenceNumber }) => sequenceNumber)).toEqual(
        Array.from({ length: 1000 }, (_, i) => i),
      );
    } finally {
      await own.close();
      await small.stop();
    }
  });
});
