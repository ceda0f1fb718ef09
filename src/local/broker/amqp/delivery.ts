import type { Socket } from 'node:net';
import type { EventContext, Sender } from 'rhea';
import type { Cursor, PartitionLog } from '../log/partition-log';
import { withRuntimeMetric } from './events';
import { internal } from './refusal';
import type { Refusal } from './refusal';

/** What rhea keeps of a link and its session but does not type. */
type Window = { credit: number; delivery_count: number; session: { outgoing: { available(): number } } };

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

/**
 * Sends a partition's events to a receiver, as many as it gave credit for, and new ones as they are committed.
 * Sent settled: a receiver's progress is its checkpoint, so that no answer is of use.
 * @returns a function that ends it
 */
export const deliver = ({ link, socket, log, cursor, now, runtimeMetric, ended }: Delivery): (() => void) => {
  const window = link as unknown as Window;
  let handed = 0;
  let busy = false;
  let again = false;
  let stopped = false;
  let draining = false;

  /** rhea counts what it has written, `handed` what it was given; a drained credit counts as used. */
  const room = (): number => {
    handed = Math.max(handed, window.delivery_count);
    return Math.min(window.delivery_count + window.credit - handed, window.session.outgoing.available());
  };

  const send = (events: readonly { message: Buffer }[]): void => {
    // One write to the socket for all of them.
    socket.cork();
    for (const { message } of events) {
      link.send(runtimeMetric ? withRuntimeMetric(message, log.state(), now()) : message, undefined, 0);
    }
    handed += events.length;
    setImmediate(() => socket.uncork());
  };

  const drained = (): void => {
    if (!draining) return;
    draining = false;
    link.set_drained(true);
  };

  const sendAll = async (): Promise<void> => {
    for (let free = room(); free > 0 && !stopped; free = room()) {
      const found = await cursor.peek({ ...AT_ONCE, events: Math.min(free, AT_ONCE.events) });
      if (found.length === 0) return drained();
      if (stopped) return;
      // While the disk was read, another link of the session may have filled what they share.
      const events = found.slice(0, room());
      send(events);
      cursor.advance(events.length);
      await writable(socket);
    }
  };

  const pump = async (): Promise<void> => {
    again = true;
    if (busy) return;
    busy = true;
    while (again && !stopped) {
      again = false;
      await sendAll();
    }
    busy = false;
  };

  const wake = (): void => {
    pump().catch((error: unknown) => ended(internal(error)));
  };

  const forget = log.onCommit(wake);
  const stop = (): void => {
    stopped = true;
    forget();
  };

  link.on('sender_flow', wake);
  link.on('sendable', wake);
  link.on('sender_draining', (_context: EventContext) => {
    draining = true;
    wake();
  });
  wake();
  return stop;
};
