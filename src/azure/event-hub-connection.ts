import type { EventHubProducerClient } from '@azure/event-hubs';

/** What the publisher needs of a client of one hub. */
export type Producer = Pick<
  EventHubProducerClient,
  'createBatch' | 'sendBatch' | 'getPartitionIds' | 'close'
>;

interface Client {
  producer: Producer;
  users: number;
  retired: boolean;
}

export interface Connection {
  /** Runs `work` with a client; one that failed is not used again. */
  use<T>(work: (producer: Producer) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

const closeQuietly = ({ producer }: Client) => producer.close().catch(() => undefined);

/**
 * Holds a client of one hub and replaces it after a failure: the client of a broker that was killed
 * may never find its way back. The old one is closed when the last of its users is done.
 */
export const connection = (open: () => Producer): Connection => {
  let current: Client | undefined;

  const retire = (client: Client) => {
    client.retired = true;
    if (current === client) current = undefined;
  };
  const release = (client: Client) => {
    client.users -= 1;
    if (client.retired && client.users === 0) void closeQuietly(client);
  };

  return {
    use: async (work) => {
      const client = (current ??= { producer: open(), users: 0, retired: false });
      client.users += 1;
      try {
        return await work(client.producer);
      } catch (error) {
        retire(client);
        throw error;
      } finally {
        release(client);
      }
    },
    close: async () => {
      const client = current;
      if (!client) return;
      retire(client);
      if (client.users === 0) await closeQuietly(client);
    },
  };
};
