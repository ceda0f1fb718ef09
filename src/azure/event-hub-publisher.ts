import { setTimeout as sleep } from 'node:timers/promises';
import type { EventData, EventHubClientOptions } from '@azure/event-hubs';
import type { MeshEvent } from '../contracts/event';
import { bucketOf, hubOf, type Hub } from '../contracts/hubs';
import { partitionOf } from '../contracts/ids';
import { STRUCTURED, amqpProperties, toStructured } from '../contracts/envelope';
import { coalesce } from '../mesh/batch/coalesce';
import type { Fate, Publisher, RawMessage } from '../mesh/ports/publisher';
import { connection, type Producer } from './event-hub-connection';
import { partitionSender } from './event-hub-sender';

export interface EventHubPublisherOptions {
  /** Opens a client of the hub; the publisher closes it. Called again when one has failed. */
  producerFor: (hub: Hub, options: EventHubClientOptions) => Producer;
  /** Milliseconds that one send may take, the tries of the SDK included: 5,000 if absent. */
  timeoutMs?: number;
  /** Milliseconds that a send waits for more to come, where sends follow each other without a gap: 3 if absent. */
  lingerMs?: number;
}

interface LineOptions {
  open: () => Producer;
  timeoutMs: number;
  pause: () => Promise<void>;
}

/** The SDK tries once more, soon: a link that idled away is reopened, and a broker that is gone is known to be gone. */
const clientOptions = (timeoutMs: number): EventHubClientOptions => ({
  retryOptions: { maxRetries: 1, retryDelayInMs: 100, timeoutInMs: timeoutMs },
});

/** An event on its way: where to, and as what. */
interface Message {
  hub: Hub;
  bucket: number;
  data: EventData;
}

const asMessage = (event: MeshEvent): Message => ({
  hub: hubOf(event),
  bucket: bucketOf(event),
  data: { body: toStructured(event), contentType: STRUCTURED, properties: amqpProperties(event) },
});

const asRawMessage = ({ hub, bucket, body, properties, contentType }: RawMessage): Message => ({
  hub,
  bucket,
  data: { body, properties: { ...properties }, ...(contentType !== undefined && { contentType }) },
});

/** Sends to one hub: concurrent calls for the same partition share sends. */
const hubLine = ({ open, timeoutMs, pause }: LineOptions) => {
  const link = connection(open);
  const lanes = new Map<number, ReturnType<typeof lane>>();
  const lane = (partitionId: string) =>
    coalesce(partitionSender({ connection: link, partitionId, timeoutMs }), { pause });

  let partitions: Promise<readonly string[]> | undefined;
  /** Read once; a hub's number of partitions does not change while a process lives. */
  const partitionIds = () =>
    (partitions ??= link
      .use((producer) => producer.getPartitionIds({ abortSignal: AbortSignal.timeout(timeoutMs) }))
      .catch((error: unknown) => {
        partitions = undefined;
        throw error;
      }));

  const laneOf = (index: number, ids: readonly string[]) => {
    const known = lanes.get(index);
    if (known) return known;
    const made = lane(ids[index]!);
    lanes.set(index, made);
    return made;
  };

  return {
    send: async (messages: readonly Message[]): Promise<readonly Fate[]> => {
      const ids = await partitionIds();
      return inGroups(
        messages,
        ({ bucket }) => partitionOf(bucket, ids.length),
        (partition, group) => laneOf(partition, ids)(group.map(({ data }) => data)),
      );
    },
    close: () => link.close(),
  };
};

/** Sends groups side by side, and puts their fates back into the order of the messages. */
const inGroups = async <K>(
  messages: readonly Message[],
  keyOf: (message: Message) => K,
  send: (key: K, group: readonly Message[]) => Promise<readonly Fate[]>,
): Promise<readonly Fate[]> => {
  const groups = new Map<K, number[]>();
  messages.forEach((message, index) => {
    const key = keyOf(message);
    const group = groups.get(key);
    if (group) group.push(index);
    else groups.set(key, [index]);
  });
  const fates = Array<Fate>(messages.length);
  const sendGroup = async ([key, indexes]: [K, number[]]) => {
    const group = indexes.map((index) => messages[index]!);
    const sent = await send(key, group).catch((error: unknown) =>
      group.map(() => ({ sent: false, error }) as const),
    );
    indexes.forEach((index, at) => (fates[index] = sent[at]!));
  };
  await Promise.all([...groups].map(sendGroup));
  return fates;
};

/**
 * Publishes to Event Hubs: by hub and partition, concurrent calls together. A broker that is away is a fate, never
 * an exception, and known within `timeoutMs`; the next call tries again with a new client.
 */
export const eventHubPublisher = ({
  producerFor,
  timeoutMs = 5_000,
  lingerMs = 3,
}: EventHubPublisherOptions) => {
  const pause = () => sleep(lingerMs);
  const lines = new Map<Hub, ReturnType<typeof hubLine>>();
  const lineOf = (hub: Hub) => {
    const known = lines.get(hub);
    if (known) return known;
    const made = hubLine({ open: () => producerFor(hub, clientOptions(timeoutMs)), timeoutMs, pause });
    lines.set(hub, made);
    return made;
  };
  const send = (messages: readonly Message[]) =>
    inGroups(
      messages,
      ({ hub }) => hub,
      (hub, group) => lineOf(hub).send(group),
    );

  return {
    publish: async (events) => send(events.map(asMessage)),
    publishRaw: async (messages) => send(messages.map(asRawMessage)),
    /** Closes the clients; what is under way ends first. */
    close: async () => {
      await Promise.all([...lines.values()].map((line) => line.close()));
    },
  } satisfies Publisher & { close(): Promise<void> };
};
