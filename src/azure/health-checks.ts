import type { EventHubProducerClient } from '@azure/event-hubs';
import type { TableClient } from '@azure/data-tables';
import type { ContainerClient } from '@azure/storage-blob';
import type { Check, Health } from '../mesh/gateway/routes/health';

const UP: Health = { status: 'up' };

/** Storage answers a read. */
export const tableCheck = (name: string, table: Pick<TableClient, 'listEntities'>): Check => ({
  name,
  check: async () => {
    await table.listEntities().byPage({ maxPageSize: 1 }).next();
    return UP;
  },
});

export interface Reader {
  hub: string;
  group: string;
}

export interface BacklogDeps {
  producerFor(
    hub: string,
  ): Pick<EventHubProducerClient, 'getPartitionIds' | 'getPartitionProperties' | 'close'>;
  /** Where the host keeps checkpoints (`azure-webjobs-eventhub`). */
  checkpoints: Pick<ContainerClient, 'listBlobsFlat'>;
  readers: readonly Reader[];
  /** Events of one hub and group that wait, above which the mesh is behind. */
  behindAt: number;
}

/** Last sequence number that each partition's reader is done with, by `<hub>/<group>/<partition>`, from the blobs' metadata. */
const readCheckpoints = async ({ checkpoints }: BacklogDeps): Promise<Map<string, number>> => {
  const done = new Map<string, number>();
  for await (const { name, metadata } of checkpoints.listBlobsFlat({ includeMetadata: true })) {
    const match = /^[^/]+\/([^/]+)\/([^/]+)\/checkpoint\/(\d+)$/.exec(name);
    const sequence = Number(metadata?.['sequencenumber']);
    if (match && Number.isInteger(sequence)) done.set(match.slice(1).join('/'), sequence);
  }
  return done;
};

/** Last sequence number in each partition of a hub; -1 where nothing has come yet. */
const readEnds = async ({ producerFor }: BacklogDeps, hub: string): Promise<Map<string, number>> => {
  const producer = producerFor(hub);
  try {
    const ids = await producer.getPartitionIds();
    const properties = await Promise.all(ids.map((id) => producer.getPartitionProperties(id)));
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

const backlogOf = (
  { hub, group }: Reader,
  ends: ReadonlyMap<string, number>,
  done: ReadonlyMap<string, number>,
): number =>
  [...ends].reduce(
    (sum, [partition, end]) => sum + Math.max(0, end - (done.get(`${hub}/${group}/${partition}`) ?? -1)),
    0,
  );

/**
 * The broker answers, and tells how far its readers are behind: what came last in each partition, less the checkpoint.
 * There is no such metric on the Standard tier.
 */
export const brokerCheck = (deps: BacklogDeps): Check => ({
  name: 'broker',
  check: async () => {
    const done = await readCheckpoints(deps);
    const waiting = await Promise.all(
      deps.readers.map(async (reader) => ({
        ...reader,
        events: backlogOf(reader, await readEnds(deps, reader.hub), done),
      })),
    );
    const behind = waiting.filter(({ events }) => events > deps.behindAt);
    if (!behind.length) return UP;
    return {
      status: 'behind',
      detail: behind
        .map(({ hub, group, events }) => `${events} events of ${hub} wait for ${group}`)
        .join('; '),
    };
  },
});
