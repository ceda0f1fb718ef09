import { ManagedIdentityCredential, DefaultAzureCredential, type TokenCredential } from '@azure/identity';
import {
  EventHubConsumerClient,
  EventHubProducerClient,
  type EventHubClientOptions,
} from '@azure/event-hubs';
import { TableClient } from '@azure/data-tables';
import { ContainerClient } from '@azure/storage-blob';
import { QueueClient } from '@azure/storage-queue';

export interface EventHubsConnection {
  MESH_EVENTHUBS?: string;
  MESH_EVENTHUBS__fullyQualifiedNamespace?: string;
  MESH_EVENTHUBS__clientId?: string;
}

export interface StorageConnection {
  MESH_STORAGE?: string;
  MESH_STORAGE__tableServiceUri?: string;
  MESH_STORAGE__blobServiceUri?: string;
  MESH_STORAGE__queueServiceUri?: string;
  MESH_STORAGE__clientId?: string;
}

export interface RestrictedConnection {
  MESH_RESTRICTED?: string;
  MESH_RESTRICTED__blobServiceUri?: string;
  MESH_RESTRICTED__clientId?: string;
}

export interface HostStorageConnection {
  AzureWebJobsStorage?: string;
  AzureWebJobsStorage__blobServiceUri?: string;
  AzureWebJobsStorage__clientId?: string;
}

/** The identity that connects where no connection string is given: the app's own in Azure, the developer's elsewhere. */
const identity = (clientId: string | undefined): TokenCredential =>
  clientId ? new ManagedIdentityCredential({ clientId }) : new DefaultAzureCredential();

/** A new producer; a publisher makes another when one no longer works. */
export const producerOf =
  (settings: EventHubsConnection) =>
  (hub: string, options: EventHubClientOptions): EventHubProducerClient =>
    settings.MESH_EVENTHUBS
      ? new EventHubProducerClient(settings.MESH_EVENTHUBS, hub, options)
      : new EventHubProducerClient(
          settings.MESH_EVENTHUBS__fullyQualifiedNamespace!,
          hub,
          identity(settings.MESH_EVENTHUBS__clientId),
          options,
        );

/** A new consumer of a hub, by one of its consumer groups. */
export const consumerOf =
  (settings: EventHubsConnection) =>
  (hub: string, group: string, options: EventHubClientOptions): EventHubConsumerClient =>
    settings.MESH_EVENTHUBS
      ? new EventHubConsumerClient(group, settings.MESH_EVENTHUBS, hub, options)
      : new EventHubConsumerClient(
          group,
          settings.MESH_EVENTHUBS__fullyQualifiedNamespace!,
          hub,
          identity(settings.MESH_EVENTHUBS__clientId),
          options,
        );

/** Plain HTTP is what Azurite speaks; a connection string to Azure names https itself. */
export const tableOf = (settings: StorageConnection, name: string): TableClient =>
  settings.MESH_STORAGE
    ? TableClient.fromConnectionString(settings.MESH_STORAGE, name, { allowInsecureConnection: true })
    : new TableClient(
        settings.MESH_STORAGE__tableServiceUri!,
        name,
        identity(settings.MESH_STORAGE__clientId),
      );

export const containerOf = (settings: StorageConnection, name: string): ContainerClient =>
  settings.MESH_STORAGE
    ? new ContainerClient(settings.MESH_STORAGE, name)
    : new ContainerClient(
        `${settings.MESH_STORAGE__blobServiceUri!}/${name}`,
        identity(settings.MESH_STORAGE__clientId),
      );

/**
 * Restricted data has an account of its own, so that nobody who was granted the mesh's data has it too; where all is on one
 * machine, a container of its own.
 * @throws Error where it is not said where that is
 */
export const restrictedContainerOf = (
  settings: StorageConnection & RestrictedConnection,
  name: string,
): ContainerClient => {
  const text = settings.MESH_RESTRICTED ?? settings.MESH_STORAGE;
  if (text) return new ContainerClient(text, name);
  const { MESH_RESTRICTED__blobServiceUri: service, MESH_RESTRICTED__clientId: clientId } = settings;
  if (!service) throw new Error('there is no place for restricted data: set MESH_RESTRICTED__blobServiceUri');
  return new ContainerClient(`${service}/${name}`, identity(clientId));
};

/** The host's own storage, where it keeps its checkpoints. */
export const hostContainerOf = (settings: HostStorageConnection, name: string): ContainerClient =>
  settings.AzureWebJobsStorage
    ? new ContainerClient(settings.AzureWebJobsStorage, name)
    : new ContainerClient(
        `${settings.AzureWebJobsStorage__blobServiceUri!}/${name}`,
        identity(settings.AzureWebJobsStorage__clientId),
      );

export const queueOf = (settings: StorageConnection, name: string): QueueClient =>
  settings.MESH_STORAGE
    ? new QueueClient(settings.MESH_STORAGE, name)
    : new QueueClient(
        `${settings.MESH_STORAGE__queueServiceUri!}/${name}`,
        identity(settings.MESH_STORAGE__clientId),
      );
