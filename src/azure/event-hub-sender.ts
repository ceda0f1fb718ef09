import type { EventData, EventDataBatch } from '@azure/event-hubs';
import { TerminalError } from '../contracts/errors';
import type { Fate } from '../mesh/ports/publisher';
import type { Connection, Producer } from './event-hub-connection';

export interface SenderOptions {
  connection: Connection;
  partitionId: string;
  /** Milliseconds for one call, the tries of the SDK included. */
  timeoutMs: number;
}

const SENT: Fate = { sent: true };

const tooLarge = (batch: EventDataBatch) =>
  new TerminalError(
    'event-too-large',
    `the event is larger than the hub allows (${batch.maxSizeInBytes} bytes)`,
  );

/**
 * Sends events to one partition, in as few batches as the hub's limit allows, one after another.
 * @throws what the first batch that failed threw, when nothing was sent before it
 */
export const partitionSender = ({ connection, partitionId, timeoutMs }: SenderOptions) => {
  /** Puts events into the batch, from `from` on; answers how many it took. */
  const fill = (batch: EventDataBatch, events: readonly EventData[], from: number): number => {
    let taken = 0;
    while (from + taken < events.length && batch.tryAdd(events[from + taken]!)) taken += 1;
    return taken;
  };

  /** One batch; answers the fates of the events that it settled. */
  const sendSome = async (producer: Producer, events: readonly EventData[], from: number) => {
    const abortSignal = AbortSignal.timeout(timeoutMs);
    const batch = await producer.createBatch({ partitionId, abortSignal });
    const taken = fill(batch, events, from);
    if (taken === 0) return [{ sent: false, error: tooLarge(batch) }] satisfies Fate[];
    await producer.sendBatch(batch, { abortSignal });
    return Array.from({ length: taken }, () => SENT);
  };

  return async (events: readonly EventData[]): Promise<readonly Fate[]> => {
    const fates: Fate[] = [];
    try {
      while (fates.length < events.length)
        fates.push(...(await connection.use((producer) => sendSome(producer, events, fates.length))));
    } catch (error) {
      // Nothing came through: whoever waits behind this send need not try for themselves.
      if (fates.length === 0) throw error;
      while (fates.length < events.length) fates.push({ sent: false, error });
    }
    return fates;
  };
};
