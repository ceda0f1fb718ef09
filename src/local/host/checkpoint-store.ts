import { BlobServiceClient, RestError } from '@azure/storage-blob';
import type { BlockBlobClient } from '@azure/storage-blob';

/** How far a consumer group has got in a partition. */
export interface Checkpoint {
  offset: string;
  sequenceNumber: number;
}

/** Who reads a partition, as its blob says. */
export interface Ownership {
  partitionId: string;
  /** Empty where the owner gave it back. */
  ownerId: string;
  etag: string;
  lastModified: Date;
}

/** Where hosts agree on who reads what, and from where. */
export interface CheckpointStore {
  /** All ownerships, and what the store's clock says: expiry is judged by it. */
  list(): Promise<{ ownerships: Ownership[]; now: Date }>;
  /** Takes or renews a partition. @returns undefined where someone else was there first */
  claim(partitionId: string, ownerId: string, etag: string | undefined): Promise<Ownership | undefined>;
  read(partitionId: string): Promise<Checkpoint | undefined>;
  write(partitionId: string, checkpoint: Checkpoint): Promise<void>;
}

export interface CheckpointStoreOptions {
  connectionString: string;
  fullyQualifiedNamespace: string;
  hub: string;
  consumerGroup: string;
}

/** The container that the platform's Event Hubs trigger keeps its blobs in. */
export const checkpointContainer = 'azure-webjobs-eventhub';

/** Checkpoints and ownerships in blobs, named and filled as the platform's own trigger does. */
export const blobCheckpointStore = (options: CheckpointStoreOptions): CheckpointStore => {
  const { connectionString, fullyQualifiedNamespace, hub, consumerGroup } = options;
  const service = BlobServiceClient.fromConnectionString(connectionString, {
    retryOptions: { maxTries: 2, retryDelayInMs: 100 },
  });
  const container = service.getContainerClient(checkpointContainer);
  const prefix = `${fullyQualifiedNamespace}/${hub}/${consumerGroup}`.toLowerCase();
  const ownershipBlob = (partitionId: string) =>
    container.getBlockBlobClient(`${prefix}/ownership/${partitionId}`);
  const checkpointBlob = (partitionId: string) =>
    container.getBlockBlobClient(`${prefix}/checkpoint/${partitionId}`);
  let created: Promise<unknown> | undefined;
  const ready = (): Promise<unknown> => {
    created ??= container.createIfNotExists().catch((error: unknown) => {
      created = undefined;
      throw error;
    });
    return created;
  };

  return {
    list: async () => {
      await ready();
      const ownerships: Ownership[] = [];
      let now = new Date(0);
      for await (const page of container
        .listBlobsFlat({ prefix: `${prefix}/ownership/`, includeMetadata: true })
        .byPage()) {
        now = (page as { date?: Date }).date ?? now;
        for (const { name, metadata, properties } of page.segment.blobItems) {
          const partitionId = name.slice(name.lastIndexOf('/') + 1);
          ownerships.push({
            partitionId,
            ownerId: metadata?.['ownerid'] ?? '',
            etag: properties.etag,
            lastModified: properties.lastModified,
          });
        }
      }
      return { ownerships, now };
    },
    claim: async (partitionId, ownerId, etag) => {
      await ready();
      const blob = ownershipBlob(partitionId);
      return unlessConflict(async () => {
        const { etag: taken, lastModified } = await putOwner(blob, ownerId, etag);
        return { partitionId, ownerId, etag: taken!, lastModified: lastModified! };
      });
    },
    read: async (partitionId) => {
      await ready();
      const { metadata } = (await unlessMissing(() => checkpointBlob(partitionId).getProperties())) ?? {};
      const offset = metadata?.['offset'];
      return offset === undefined
        ? undefined
        : { offset, sequenceNumber: Number(metadata?.['sequencenumber'] ?? -1) };
    },
    write: async (partitionId, { offset, sequenceNumber }) => {
      const blob = checkpointBlob(partitionId);
      const metadata = { offset, sequencenumber: String(sequenceNumber) };
      const written = await unlessMissing(() => blob.setMetadata(metadata));
      if (!written) await blob.upload('', 0, { metadata });
    },
  };
};

const putOwner = (blob: BlockBlobClient, ownerId: string, etag: string | undefined) =>
  etag === undefined
    ? blob.upload('', 0, { metadata: { ownerid: ownerId }, conditions: { ifNoneMatch: '*' } })
    : blob.setMetadata({ ownerid: ownerId }, { conditions: { ifMatch: etag } });

const unlessConflict = <T>(action: () => Promise<T>): Promise<T | undefined> =>
  unless([404, 409, 412], action);
const unlessMissing = <T>(action: () => Promise<T>): Promise<T | undefined> => unless([404], action);

const unless = async <T>(statuses: readonly number[], action: () => Promise<T>): Promise<T | undefined> => {
  try {
    return await action();
  } catch (error) {
    if (error instanceof RestError && statuses.includes(error.statusCode ?? 0)) return undefined;
    throw error;
  }
};
