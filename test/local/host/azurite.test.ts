import { QueueServiceClient } from '@azure/storage-queue';
import { startTestAzurite } from '../../support/azurite';

it('serves storage on free ports until it is stopped', async () => {
  const azurite = await startTestAzurite();
  const queue = QueueServiceClient.fromConnectionString(azurite.connectionString).getQueueClient('probe');
  await queue.create();
  expect(new Set([azurite.blobPort, azurite.queuePort, azurite.tablePort]).size).toBe(3);
  await azurite.stop();
  await expect(fetch(`http://127.0.0.1:${azurite.queuePort}/`)).rejects.toThrow();
});
