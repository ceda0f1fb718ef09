import { setTimeout as wait } from 'node:timers/promises';
import type { Checkpoint } from './checkpoint-store';
import type { EventHubClient, PartitionReceiver, StartPosition } from './event-hub-client';
import type { EventHubsSettings } from './host-json';
import type { RetriedOutcome } from './invoke-with-retries';
import type { ReceivedEvent } from './received-event';

export interface PartitionPumpOptions {
  client: Pick<EventHubClient, 'receive'>;
  partitionId: string;
  position: StartPosition;
  settings: EventHubsSettings;
  /** Runs the function on a batch, with its retries, and says how that ended. */
  run: (events: ReceivedEvent[], signal: AbortSignal) => Promise<RetriedOutcome>;
  checkpoint: (checkpoint: Checkpoint) => Promise<void>;
  onLost: () => void;
  onError: (message: string) => void;
}

export interface PartitionPump {
  /**
   * Takes no further batch. `stopped` lets the one under way end, and keeps its checkpoint if it does; `lost` keeps none:
   * the partition is someone else's.
   */
  close(reason: 'stopped' | 'lost'): Promise<void>;
}

/** Reads one partition and runs its events a batch at a time. The checkpoint moves on whether a batch succeeds or fails. */
export const startPartitionPump = (options: PartitionPumpOptions): PartitionPump => {
  const { settings, run, checkpoint, onError } = options;
  const stopping = new AbortController();
  const buffer: ReceivedEvent[] = [];
  let lost = false;
  let batches = 0;
  let wake: () => void = () => undefined;

  const receiver: PartitionReceiver = options.client.receive({
    partitionId: options.partitionId,
    position: options.position,
    prefetch: Math.max(settings.prefetchCount, settings.maxEventBatchSize),
    onEvent: (event) => {
      buffer.push(event);
      wake();
    },
    onLost: options.onLost,
  });
  const arrival = (): Promise<void> => new Promise((resolve) => (wake = resolve));

  const nextBatch = async (): Promise<ReceivedEvent[]> => {
    while (buffer.length === 0 && !stopping.signal.aborted) await arrival();
    // What arrived in the same read belongs to the same batch.
    await new Promise((resolve) => setImmediate(resolve));
    await waitForMore();
    const batch = stopping.signal.aborted ? [] : buffer.splice(0, settings.maxEventBatchSize);
    receiver.credit(batch.length);
    return batch;
  };
  const waitForMore = async (): Promise<void> => {
    if (buffer.length >= settings.minEventBatchSize) return;
    const timeUp = wait(settings.maxWaitTimeMs, true, { signal: stopping.signal }).catch(() => true);
    while (buffer.length < settings.minEventBatchSize && !(await Promise.race([timeUp, arrival()])));
  };
  const keep = async ({ offset, sequenceNumber }: ReceivedEvent): Promise<void> => {
    if (++batches % settings.batchCheckpointFrequency !== 0) return;
    await checkpoint({ offset, sequenceNumber }).catch((error: Error) =>
      onError(`The checkpoint of partition ${options.partitionId} was not written: ${error.message}`),
    );
  };
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const batch = await nextBatch();
      const last = batch.at(-1);
      if (!last) continue;
      const { kind } = await run(batch, stopping.signal);
      if (kind !== 'abandoned' && !lost) await keep(last);
    }
  };

  const looping = loop();
  return {
    close: (reason) => {
      lost ||= reason === 'lost';
      receiver.close();
      stopping.abort();
      wake();
      return looping;
    },
  };
};
