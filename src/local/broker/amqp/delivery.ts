import type { Socket } from 'node:net';
import type { Sender } from 'rhea';
import type { Cursor, PartitionLog } from '../log/partition-log';
import type { LogRecord } from '../log/record';
import { creditOf } from './credit';
import { withRuntimeMetric } from './events';
import { internal } from './refusal';
import type { Refusal } from './refusal';
import { wakeable } from './wakeable';

/** The most that goes out before other links have their turn. */
const AT_ONCE = { events: 256, bytes: 256 * 1024 };

type Delivery = {
  link: Sender;
  socket: Socket;
  log: PartitionLog;
  cursor: Cursor;
  now: () => number;
  /** Whether each event tells how far the partition has got. */
  runtimeMetric: boolean;
  /** Called when it cannot go on. */
  ended: (why: Refusal) => void;
};

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Waits until the socket takes more, or is gone. */
const writable = async (socket: Socket): Promise<void> => {
  await turn();
  if (!socket.writableNeedDrain || socket.destroyed) return;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      socket.off('drain', done).off('close', done);
      resolve();
    };
    socket.on('drain', done).on('close', done);
  });
};

type Sending = Pick<Delivery, 'link' | 'socket' | 'log' | 'now' | 'runtimeMetric'>;

const sendTo =
  ({ link, socket, log, now, runtimeMetric }: Sending) =>
  (events: readonly LogRecord[]): void => {
    // One write to the socket for all of them.
    socket.cork();
    for (const { message } of events) {
      link.send(runtimeMetric ? withRuntimeMetric(message, log.state(), now()) : message, undefined, 0);
    }
    setImmediate(() => socket.uncork());
  };

/**
 * Sends a partition's events to a receiver, as many as it gave credit for, and new ones as they are committed.
 * Sent settled: a receiver's progress is its checkpoint, so that no answer is of use.
 * @returns a function that ends it
 */
export const deliver = (delivery: Delivery): (() => void) => {
  const { link, socket, log, cursor, ended } = delivery;
  const credit = creditOf(link);
  const send = sendTo(delivery);
  const stopped = new AbortController();
  let draining = false;

  const nothingLeft = (): void => {
    if (draining) link.set_drained(true);
    draining = false;
  };

  const sendAll = async (): Promise<void> => {
    for (let left = credit.left(); left > 0; left = credit.left()) {
      const found = await cursor.peek({ ...AT_ONCE, events: Math.min(left, AT_ONCE.events) });
      if (stopped.signal.aborted) return;
      if (found.length === 0) return nothingLeft();
      // While the disk was read, another link of the session may have filled what they share.
      const events = found.slice(0, credit.left());
      send(events);
      credit.use(events.length);
      cursor.advance(events.length);
      await writable(socket);
    }
  };

  const wake = wakeable(sendAll, (error) => ended(internal(error)));
  const forget = log.onCommit(wake);
  for (const event of ['sender_flow', 'sendable']) link.on(event, wake);
  link.on('sender_draining', () => {
    draining = true;
    wake();
  });
  wake();
  return () => {
    stopped.abort();
    forget();
  };
};
