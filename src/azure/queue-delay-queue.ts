import type { QueueClient } from '@azure/storage-queue';
import { contentRef } from '../contracts/dataref';
import { toStructured } from '../contracts/envelope';
import { PlatformError } from '../contracts/errors';
import type { ContentStore } from '../mesh/ports/content-store';
import type { Delayed, DelayedMessage, DelayQueue } from '../mesh/ports/delay-queue';

interface Deps {
  /** The queue `delayed`; it has to exist. */
  queue: Pick<QueueClient, 'sendMessage'>;
  /** For events that are too large for a message. */
  contents: ContentStore;
  /** Milliseconds since the epoch. */
  now: () => number;
}

/** A message holds 64 KiB, and base64 makes four bytes of three. */
const INLINE_BYTES = 46 * 1024;
/** A message stays out of sight for seven days at most; what must wait longer is sent on when it comes. */
const LONGEST_S = 7 * 24 * 3600 - 60;
/** Messages have to be sent one by one; so many at a time. */
const AT_A_TIME = 16;

/** What must wait, in a Storage Queue: messages that are not seen before their time, and never expire. */
export const queueDelayQueue = ({ queue, contents, now }: Deps): DelayQueue => {
  const messageOf = async (delayed: Delayed): Promise<string> => {
    const text = JSON.stringify(delayed satisfies DelayedMessage);
    if (Buffer.byteLength(text) <= INLINE_BYTES) return text;
    const bytes = toStructured(delayed.event);
    const ref = contentRef(delayed.event.correlationid ?? 'other', bytes);
    await contents.put(ref, bytes);
    return JSON.stringify({ ref, notBefore: delayed.notBefore } satisfies DelayedMessage);
  };

  const send = async (delayed: Delayed): Promise<void> => {
    // The Functions host expects base64.
    const text = Buffer.from(await messageOf(delayed), 'utf8').toString('base64');
    const seconds = Math.ceil((delayed.notBefore - now()) / 1_000);
    const visibilityTimeout = Math.min(LONGEST_S, Math.max(0, seconds));
    await queue.sendMessage(text, { visibilityTimeout, messageTimeToLive: -1 });
  };

  return {
    send: async (items) => {
      try {
        for (let from = 0; from < items.length; from += AT_A_TIME)
          await Promise.all(items.slice(from, from + AT_A_TIME).map(send));
      } catch (error) {
        throw error instanceof PlatformError
          ? error
          : new PlatformError(`the delayed queue failed: ${String(error)}`, { cause: error });
      }
    },
  };
};
