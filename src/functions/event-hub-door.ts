import { app, type InvocationContext } from '@azure/functions';
import { toReceivedBatch } from '../azure/event-hub-batch';
import type { ReceivedBatch } from '../mesh/batch/received';
import { READER, type ReaderName } from './readers';

/**
 * Registers a function on the hub that it reads. `binary`, because the host would parse JSON otherwise and lose a whole batch to one
 * event that is none. The unlimited retry policy is what keeps a batch when the Node process dies: it is applied before
 * the checkpoint moves (docs/decisions/0003-platform.md).
 */
export const eventHubDoor = (name: ReaderName, handle: (batch: ReceivedBatch) => Promise<void>): void =>
  app.generic(name, {
    trigger: {
      type: 'eventHubTrigger',
      name: 'events',
      eventHubName: READER[name].hub,
      connection: 'MESH_EVENTHUBS',
      consumerGroup: READER[name].group,
      cardinality: 'many',
      dataType: 'binary',
    },
    retry: { strategy: 'fixedDelay', delayInterval: { seconds: 5 }, maxRetryCount: -1 },
    handler: (bodies: unknown, context: InvocationContext) =>
      handle(toReceivedBatch(bodies as Uint8Array[], context)),
  });
