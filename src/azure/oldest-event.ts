import { earliestEventPosition, type EventHubConsumerClient } from '@azure/event-hubs';

export type Consumer = Pick<EventHubConsumerClient, 'subscribe' | 'close'>;

export interface After {
  partition: string;
  /** Sequence number that the reader is done with; absent where it has done nothing yet. */
  done: number | undefined;
}

/** An event that is there comes at once; a reader that was quicker leaves nothing to wait for. */
const PATIENCE_S = 2;

/**
 * When the first event after a place in a partition was enqueued, in milliseconds since the epoch: one event is read, by
 * a consumer group that nobody else's progress depends on. undefined when there is none by now.
 */
export const enqueuedAfter = async (
  consumer: Consumer,
  { partition, done }: After,
): Promise<number | undefined> => {
  const startPosition =
    done === undefined ? earliestEventPosition : { sequenceNumber: done, isInclusive: false };
  const options = {
    startPosition,
    maxBatchSize: 1,
    prefetchCount: 1,
    maxWaitTimeInSeconds: PATIENCE_S,
    skipParsingBodyAsJson: true,
  };
  const first = Promise.withResolvers<number | undefined>();
  const subscription = consumer.subscribe(
    partition,
    {
      processEvents: async ([event]) => first.resolve(event?.enqueuedTimeUtc.getTime()),
      processError: async (error) => first.reject(error),
    },
    options,
  );
  try {
    return await first.promise;
  } finally {
    await subscription.close();
  }
};
