import { earliestEventPosition } from '@azure/event-hubs';
import { startTestBroker } from '../../support/broker';
import type { TestBroker } from '../../support/broker';
import { clientsOf } from './clients';
import type { Clients } from './clients';

describe('what the broker refuses', () => {
  let broker: TestBroker;
  let clients: Clients;
  beforeEach(async () => {
    broker = await startTestBroker({ intents: { partitions: 2, groups: ['planner'] } });
    clients = clientsOf(broker.connectionString, 'intents');
  });
  afterEach(async () => {
    await clients.close();
    await broker.stop();
  });

  const receive = (partition: string, group = '$Default') =>
    clients.receive({ partition, group, count: 1, from: earliestEventPosition });

  it('refuses a batch over 1 MB, and takes the next', async () => {
    const producer = clients.producer();
    const events = Array.from({ length: 11 }, () => ({ body: Buffer.alloc(100_000) }));
    await expect(producer.sendBatch(events, { partitionId: '0' })).rejects.toMatchObject({
      code: 'MessageTooLargeError',
    });
    await producer.sendBatch([{ body: 'small' }], { partitionId: '0' });
    const [event] = await receive('0');
    expect(event).toMatchObject({ body: 'small', sequenceNumber: 0 });
  });

  it('tells each of many sends under way its own outcome', async () => {
    const producer = clients.producer();
    const body = (i: number) => (i % 3 === 1 ? Buffer.alloc(1_100_000) : 'fits');
    const sends = Array.from({ length: 9 }, (_, i) =>
      producer.sendBatch([{ body: body(i) }], { partitionId: '0' }),
    );
    const outcomes = (await Promise.allSettled(sends)).map(({ status }) => status);
    expect(outcomes).toEqual(Array.from({ length: 9 }, (_, i) => (i % 3 === 1 ? 'rejected' : 'fulfilled')));
    expect((await producer.getPartitionProperties('0')).lastEnqueuedSequenceNumber).toBe(5);
  });

  it('lets a producer fill a batch to the limit', async () => {
    const producer = clients.producer();
    const batch = await producer.createBatch({ partitionId: '0' });
    expect(batch.maxSizeInBytes).toBe(1024 * 1024);
    while (batch.tryAdd({ body: Buffer.alloc(50_000) })) continue;
    await producer.sendBatch(batch);
    expect((await producer.getPartitionProperties('0')).lastEnqueuedSequenceNumber).toBe(batch.count - 1);
  });

  it('does not know a hub that is not in the config', async () => {
    const lost = clientsOf(broker.connectionString, 'nowhere');
    const notFound = { message: expect.stringContaining("'nowhere' could not be found") };
    await expect(lost.send([{ body: 1 }])).rejects.toMatchObject(notFound);
    await expect(lost.producer().getEventHubProperties()).rejects.toMatchObject(notFound);
    await lost.close();
  });

  it('does not know a consumer group that is not in the config', async () => {
    await expect(receive('0', 'nobody')).rejects.toMatchObject({
      message: expect.stringContaining('nobody'),
    });
  });

  it('does not know a partition that the hub does not have', async () => {
    const range = { message: expect.stringContaining('between 0 and 1') };
    await expect(clients.send([{ body: 1 }], { partitionId: '2' })).rejects.toMatchObject(range);
    await expect(receive('7')).rejects.toMatchObject(range);
    await expect(clients.producer().getPartitionProperties('9')).rejects.toMatchObject(range);
  });
});
