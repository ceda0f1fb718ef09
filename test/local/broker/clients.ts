import { EventHubConsumerClient, EventHubProducerClient } from '@azure/event-hubs';
import type { EventData, EventPosition, ReceivedEventData, SendBatchOptions } from '@azure/event-hubs';

/** Clients of one hub that close with the test. */
export type Clients = {
  send(events: EventData[], options?: SendBatchOptions): Promise<void>;
  producer(): EventHubProducerClient;
  consumer(group?: string): EventHubConsumerClient;
  /** Reads a partition from a position until it has so many events. */
  receive(options: {
    partition: string;
    count: number;
    from: EventPosition;
    group?: string;
  }): Promise<ReceivedEventData[]>;
  close(): Promise<void>;
};

const NO_RETRIES = { maxRetries: 0, timeoutInMs: 10_000 };

export const clientsOf = (connectionString: string, hub: string): Clients => {
  const open: { close(): Promise<void> }[] = [];
  const keep = <T extends { close(): Promise<void> }>(client: T): T => {
    open.push(client);
    return client;
  };
  let shared: EventHubProducerClient | undefined;
  const producer = (): EventHubProducerClient =>
    keep(new EventHubProducerClient(connectionString, hub, { retryOptions: NO_RETRIES }));
  const consumer = (group = '$Default'): EventHubConsumerClient =>
    keep(new EventHubConsumerClient(group, connectionString, hub, { retryOptions: NO_RETRIES }));

  return {
    producer,
    consumer,
    send: (events, options) => (shared ??= producer()).sendBatch(events, options),
    receive: async ({ partition, count, from, group }) => {
      const client = consumer(group);
      const events: ReceivedEventData[] = [];
      await new Promise<void>((resolve, reject) => {
        client.subscribe(
          partition,
          {
            processEvents: async (batch) => {
              events.push(...batch);
              if (events.length >= count) resolve();
            },
            processError: async (error) => reject(error),
          },
          { startPosition: from, maxBatchSize: 100, maxWaitTimeInSeconds: 1 },
        );
      });
      await client.close();
      return events;
    },
    close: async () => {
      // A client whose broker is gone may say so; that must not keep the others open.
      await Promise.allSettled(open.map((client) => client.close()));
    },
  };
};
