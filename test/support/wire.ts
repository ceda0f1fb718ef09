import {
  EventHubConsumerClient,
  EventHubProducerClient,
  earliestEventPosition,
  type EventData,
  type ReceivedEventData,
} from '@azure/event-hubs';
import { brokerConnection } from '../../src/local/supervisor/environment';
import type { Ports } from '../../src/local/supervisor/ports';

export interface WireEvent {
  partitionId: string;
  data: EventData;
}

const asSent = ({ body, properties, contentType }: ReceivedEventData): EventData => ({
  body: body as Buffer,
  ...(properties && { properties }),
  ...(contentType !== undefined && { contentType }),
});

const readPartition = async (client: EventHubConsumerClient, partitionId: string): Promise<WireEvent[]> => {
  const { isEmpty, lastEnqueuedSequenceNumber: last } = await client.getPartitionProperties(partitionId);
  if (isEmpty) return [];
  const found: WireEvent[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const subscription = client.subscribe(
    partitionId,
    {
      processEvents: async (events) => {
        for (const event of events) {
          if (event.sequenceNumber <= last) found.push({ partitionId, data: asSent(event) });
          if (event.sequenceNumber >= last) resolve();
        }
      },
      processError: async (error) => reject(error),
    },
    { startPosition: earliestEventPosition, skipParsingBodyAsJson: true, maxBatchSize: 500 },
  );
  await promise.finally(() => subscription.close());
  return found;
};

/** All that a hub holds: the bytes, properties and partition of each event. */
export const readHub = async (ports: Ports, hub: string): Promise<WireEvent[]> => {
  const client = new EventHubConsumerClient('observability', brokerConnection(ports), hub);
  try {
    const partitions = await client.getPartitionIds();
    return (await Promise.all(partitions.map((id) => readPartition(client, id)))).flat();
  } finally {
    await client.close();
  }
};

/** Sends events as they are, in this order within each partition. */
export const sendRaw = async (ports: Ports, hub: string, events: readonly WireEvent[]): Promise<void> => {
  const producer = new EventHubProducerClient(brokerConnection(ports), hub);
  const sendTo = async (partitionId: string, items: readonly WireEvent[]) => {
    let batch = await producer.createBatch({ partitionId });
    for (const { data } of items) {
      if (batch.tryAdd(data)) continue;
      await producer.sendBatch(batch);
      batch = await producer.createBatch({ partitionId });
      if (!batch.tryAdd(data)) throw new Error('the event is too large for a batch of its own');
    }
    if (batch.count > 0) await producer.sendBatch(batch);
  };
  try {
    const byPartition = Map.groupBy(events, ({ partitionId }) => partitionId);
    await Promise.all([...byPartition].map(([id, items]) => sendTo(id, items)));
  } finally {
    await producer.close();
  }
};
