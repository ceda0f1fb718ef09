import type { EventData, EventHubProducerClient } from '@azure/event-hubs';
import { CliError } from '../client';
import { partitionFor, toEventData } from './outgoing';
import type { Located } from './read-files';

/** Publishes captured events again. */
export interface Sender {
  /** In the order given, partition by partition. */
  send(events: readonly Located[]): Promise<void>;
  close(): Promise<void>;
}

export interface SenderOptions {
  /** A client of a hub. */
  open: (hub: string) => EventHubProducerClient;
  /** Where the hubs are, as people know it. */
  title: string;
  /** The hub that takes them; the one that each came from if absent. */
  toHub?: string;
}

interface Line {
  producer: EventHubProducerClient;
  partitions: readonly string[];
}

const REASONS: Readonly<Record<string, string>> = {
  MessagingEntityNotFoundError: 'there is no such hub',
  UnauthorizedError:
    'this identity may not send there. It needs the role Azure Event Hubs Data Sender on the hub',
  ECONNREFUSED: 'nobody answers there',
  ENOTFOUND: 'there is no such address',
};

/** Sends events to a partition, in as few batches as they fit into. */
const sendTo = async (
  { producer }: Line,
  partitionId: string,
  events: readonly EventData[],
): Promise<void> => {
  for (let at = 0; at < events.length;) {
    const batch = await producer.createBatch({ partitionId });
    while (at < events.length && batch.tryAdd(events[at]!)) at += 1;
    if (batch.count === 0) throw new Error(`an event is larger than ${batch.maxSizeInBytes} bytes`);
    await producer.sendBatch(batch);
  }
};

export const hubSender = ({ open, title, toHub }: SenderOptions): Sender => {
  const lines = new Map<string, Promise<Line>>();
  const producers: EventHubProducerClient[] = [];

  const inWords = (hub: string, error: unknown): CliError => {
    const { code = '', name = '', message } = error as { code?: string; name?: string; message: string };
    return new CliError(
      `${title} takes no events for '${hub}': ${REASONS[code] ?? REASONS[name] ?? message}.`,
    );
  };

  const openLine = async (hub: string): Promise<Line> => {
    const producer = open(hub);
    // Before anything can fail: a connection that stays open keeps the process.
    producers.push(producer);
    return { producer, partitions: await producer.getPartitionIds() };
  };
  const lineOf = (hub: string): Promise<Line> => {
    const line = lines.get(hub) ?? openLine(hub);
    lines.set(hub, line);
    return line;
  };

  const sendToHub = async (hub: string, events: readonly Located[]): Promise<void> => {
    const line = await lineOf(hub);
    const byPartition = Map.groupBy(events, ({ event, file }) =>
      partitionFor(event, file.partition, line.partitions.length),
    );
    await Promise.all(
      [...byPartition].map(([partition, group]) =>
        sendTo(
          line,
          line.partitions[partition]!,
          group.map(({ event }) => toEventData(event)),
        ),
      ),
    );
  };

  return {
    send: async (events) => {
      const byHub = Map.groupBy(events, ({ file }) => toHub ?? file.hub);
      const sends = [...byHub].map(([hub, group]) =>
        sendToHub(hub, group).catch((error: unknown) => {
          throw inWords(hub, error);
        }),
      );
      await Promise.all(sends);
    },
    close: async () => {
      await Promise.allSettled(producers.map((producer) => producer.close()));
    },
  };
};
