import type { EventHubProducerClient } from '@azure/event-hubs';
import type { ContainerClient } from '@azure/storage-blob';
import type { Hub } from '../contracts/hubs';
import type { Backlog, Reader, Seen } from '../mesh/ports/backlog';
import type { Log } from '../mesh/ports/log';
import { inParallel } from './in-parallel';
import { enqueuedAfter, type Consumer } from './oldest-event';

type Ends = Pick<EventHubProducerClient, 'getPartitionIds' | 'getPartitionProperties' | 'close'>;

export interface BacklogDeps {
  producerFor(hub: Hub): Ends;
  /** Reads by the consumer group `observability`. */
  consumerFor(hub: Hub): Consumer;
  /** Where the host keeps checkpoints (`azure-webjobs-eventhub`). */
  checkpoints: Pick<ContainerClient, 'listBlobsFlat'>;
  log: Log;
}

/** Sequence numbers by partition. */
type Sequences = ReadonlyMap<string, number>;

/** A hub that does not answer in this time does not answer. */
const TIMEOUT_MS = 5_000;
/** Partitions of one hub that are looked into at a time. */
const AT_ONCE = 8;

const CHECKPOINT = /^[^/]+\/([^/]+\/[^/]+)\/checkpoint\/(\d+)$/;

const placeOf = ({ hub, group }: Reader): string => `${hub}/${group}`;

/** Last sequence numbers that readers are done with, by `<hub>/<group>` and partition, from the blobs' metadata. */
const readCheckpoints = async ({ checkpoints }: BacklogDeps): Promise<ReadonlyMap<string, Sequences>> => {
  const done = new Map<string, Map<string, number>>();
  for await (const { name, metadata } of checkpoints.listBlobsFlat({ includeMetadata: true })) {
    const [, place, partition] = CHECKPOINT.exec(name) ?? [];
    const sequence = Number(metadata?.['sequencenumber']);
    if (place === undefined || partition === undefined || !Number.isInteger(sequence)) continue;
    done.set(place, (done.get(place) ?? new Map<string, number>()).set(partition, sequence));
  }
  return done;
};

/**
 * Last sequence number in each partition of a hub; -1 where nothing has come yet. By a client of its own: one that is kept
 * renews its token for ever, once more for each link that it lost (@azure/event-hubs 6.0.4).
 */
const readEnds = async (producer: Ends): Promise<Sequences> => {
  const abortSignal = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const ids = await producer.getPartitionIds({ abortSignal });
    const properties = await Promise.all(
      ids.map((id) => producer.getPartitionProperties(id, { abortSignal })),
    );
    return new Map(
      properties.map(({ partitionId, isEmpty, lastEnqueuedSequenceNumber }) => [
        partitionId,
        isEmpty ? -1 : lastEnqueuedSequenceNumber,
      ]),
    );
  } finally {
    await producer.close();
  }
};

interface Lag {
  partition: string;
  done: number | undefined;
  events: number;
}

const lagsOf = (ends: Sequences, done: Sequences | undefined): readonly Lag[] =>
  [...ends].map(([partition, end]) => {
    const last = done?.get(partition);
    return { partition, done: last, events: Math.max(0, end - (last ?? -1)) };
  });

/** When the oldest event of those that wait came; one is read from each partition where any does. */
const oldestOf = async (
  { consumerFor }: BacklogDeps,
  hub: Hub,
  lags: readonly Lag[],
): Promise<number | undefined> => {
  const consumer = consumerFor(hub);
  try {
    const found = await inParallel(AT_ONCE, lags, (lag) => enqueuedAfter(consumer, lag));
    const times = found.filter((at) => at !== undefined);
    return times.length > 0 ? Math.min(...times) : undefined;
  } finally {
    await consumer.close();
  }
};

/**
 * How far readers are behind: what came last in each partition, less the checkpoint. There is no such metric on the
 * Standard tier. A hub with several readers is asked once.
 */
export const eventHubBacklog = (deps: BacklogDeps): Backlog => {
  const look = async (reader: Reader, ends: Sequences, done: Sequences | undefined): Promise<Seen> => {
    const lags = lagsOf(ends, done).filter(({ events }) => events > 0);
    const events = lags.reduce((sum, lag) => sum + lag.events, 0);
    const arrived = [...ends.values()].reduce((sum, end) => sum + end + 1, 0);
    if (events === 0) return { reader, events, arrived };
    const oldestAt = await oldestOf(deps, reader.hub, lags).catch((error: unknown) => {
      deps.log.warn('the oldest event of a hub could not be read', { ...reader, error: String(error) });
      return undefined;
    });
    return { reader, events, arrived, ...(oldestAt !== undefined && { oldestAt }) };
  };

  return async (readers) => {
    const checkpoints = readCheckpoints(deps);
    const hubs = new Set(readers.map(({ hub }) => hub));
    const ends = new Map([...hubs].map((hub) => [hub, readEnds(deps.producerFor(hub))]));
    return Promise.all(
      readers.map(async (reader): Promise<Seen> => {
        try {
          const [end, done] = await Promise.all([ends.get(reader.hub)!, checkpoints]);
          return await look(reader, end, done.get(placeOf(reader)));
        } catch (error) {
          return { reader, error };
        }
      }),
    );
  };
};
