import { TableClient } from '@azure/data-tables';
import { ContainerClient } from '@azure/storage-blob';
import { QueueClient } from '@azure/storage-queue';
import { CONTAINERS, QUEUES, TABLES } from '../../contracts/storage';
import { storageConnection } from './environment';
import type { Ports } from './ports';

/** What the Bicep templates provision in Azure. */
export const STORAGE = {
  tables: TABLES,
  // The files of Capture are in an account of their own there.
  containers: [...CONTAINERS, 'azure-webjobs-eventhub', 'azure-webjobs-hosts', 'capture'],
  queues: QUEUES,
} as const;

/** Makes the tables that the app expects to find. Doing it again changes nothing. */
export const provisionTables = async (ports: Ports): Promise<void> => {
  const connection = storageConnection(ports);
  await Promise.all(
    STORAGE.tables.map((name) =>
      TableClient.fromConnectionString(connection, name, { allowInsecureConnection: true }).createTable(),
    ),
  );
};

/** Makes the containers and queues that the app expects to find. Doing it again changes nothing. */
export const provisionStorage = async (ports: Ports): Promise<void> => {
  const connection = storageConnection(ports);
  await Promise.all([
    ...STORAGE.containers.map((name) => new ContainerClient(connection, name).createIfNotExists()),
    ...STORAGE.queues.map((name) => new QueueClient(connection, name).createIfNotExists()),
  ]);
};
