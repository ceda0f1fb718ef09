import { connectionOf } from './app-settings';
import { bindingSetting } from './binding-setting';
import { blobCheckpointStore } from './checkpoint-store';
import type { Checkpoint, CheckpointStore } from './checkpoint-store';
import { parseEventHubsConnection } from './connection-string';
import { eventHubClient } from './event-hub-client';
import type { EventHubClient, StartPosition } from './event-hub-client';
import type { EventHubsSettings } from './host-json';
import type { Binding, Invocation, Invoke, Listener, RegisteredFunction } from './invocation';
import { invokeWithRetries } from './invoke-with-retries';
import type { Attempt, RetriedOutcome } from './invoke-with-retries';
import type { Log } from './log';
import { startPartitionPump } from './partition-pump';
import { sharePartitions } from './partition-sharing';
import type { StartPartition } from './partition-sharing';
import type { ReceivedEvent } from './received-event';
import { toEventInvocation, toSingleEventInvocation } from './to-event-invocation';
import type { PartitionContext } from './to-event-invocation';

export interface EventHubTriggerOptions {
  registered: RegisteredFunction;
  trigger: Binding;
  invoke: Invoke;
  settings: EventHubsSettings;
  env: NodeJS.ProcessEnv;
  log: Log;
  /** How long an owner that says nothing keeps its partitions. */
  ownershipMs: number;
  /** Between two looks at who has what. */
  balanceMs: number;
}

/**
 * Runs a function on the events of a hub, a batch a partition at a time. Hosts share the partitions through blobs, and
 * take over those of a host that is gone.
 * @throws Error that names the setting that is missing or wrong
 */
export const startEventHubTrigger = (options: EventHubTriggerOptions): Listener => {
  const { registered, log } = options;
  const where = sourceOf(options);
  const onError = (message: string): void =>
    log({ level: 'warning', functionName: registered.name, message });
  const client = eventHubClient({ ...where, onError });
  const store = blobCheckpointStore(where);
  const { ownershipMs, balanceMs } = options;
  const start = startPump(options, where, client, store, onError);
  const sharing = sharePartitions({ client, store, start, ownershipMs, balanceMs, onError });
  return {
    close: async () => {
      await sharing.close();
      await client.close();
    },
  };
};

const sourceOf = ({ registered, trigger, env }: EventHubTriggerOptions) => {
  const name = `The Event Hubs trigger ${registered.name}`;
  const setting = bindingSetting(trigger, env, name);
  const endpoint = parseEventHubsConnection(connectionOf(setting('connection'), env, name), name);
  return {
    endpoint,
    fullyQualifiedNamespace: endpoint.host,
    hub: endpoint.entityPath ?? setting('eventHubName'),
    consumerGroup: setting('consumerGroup', '$Default'),
    connectionString: connectionOf('AzureWebJobsStorage', env, name),
  };
};

type Source = ReturnType<typeof sourceOf>;

const startPump =
  (
    { registered, trigger, invoke, settings }: EventHubTriggerOptions,
    { hub, consumerGroup, fullyQualifiedNamespace }: Source,
    client: EventHubClient,
    store: CheckpointStore,
    onError: (message: string) => void,
  ): StartPartition =>
  async (partitionId, onLost) => {
    const checkpoint = await store.read(partitionId);
    const context = { partitionId, consumerGroup, eventHubName: hub, fullyQualifiedNamespace };
    return startPartitionPump({
      client,
      partitionId,
      settings,
      onLost,
      onError,
      position: startPosition(checkpoint, settings),
      run: runBatch(registered, trigger, context, invoke),
      checkpoint: (reached) => store.write(partitionId, reached),
    });
  };

const startPosition = (checkpoint: Checkpoint | undefined, settings: EventHubsSettings): StartPosition => {
  if (checkpoint) return { after: checkpoint.offset };
  switch (settings.initialOffset) {
    case 'fromStart':
      return { from: 'start' };
    case 'fromEnd':
      return { from: 'end' };
    case 'fromEnqueuedTime':
      return { enqueuedAfter: settings.initialEnqueuedTime ?? new Date(0) };
  }
};

const runBatch =
  (registered: RegisteredFunction, trigger: Binding, context: PartitionContext, invoke: Invoke) =>
  async (events: ReceivedEvent[], signal: AbortSignal): Promise<RetriedOutcome> => {
    const { name, retryOptions: policy } = registered;
    const call = (toInvocation: () => Invocation): Promise<RetriedOutcome> =>
      invokeWithRetries(attempt(invoke, toInvocation), { policy, signal });
    if (trigger['cardinality'] === 'many')
      return call(() => toEventInvocation(name, trigger, context, events));
    for (const event of events) {
      const outcome = await call(() => toSingleEventInvocation(name, trigger, context, event));
      if (outcome.kind === 'abandoned') return outcome;
    }
    return { kind: 'succeeded', returnValue: null };
  };

/** Events that cannot be bound fail the call before the function runs, and fall under its retry policy like any failure. */
const attempt =
  (invoke: Invoke, toInvocation: () => Invocation): Attempt =>
  async (retryContext) => {
    try {
      return await invoke({ ...toInvocation(), ...(retryContext && { retryContext }) });
    } catch (error) {
      return { kind: 'failed', cause: 'thrown', message: (error as Error).message };
    }
  };
