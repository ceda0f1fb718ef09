import { openCursor } from './cursor';
import type { Cursor } from './cursor';
import { findStart } from './find';
import type { StartPosition } from './find';
import { groupCommit } from './group-commit';
import type { LogRecord, Stamp } from './record';
import { openSegments } from './segments';
import { tailCache } from './tail-cache';
import { logWriter } from './writer';
import type { LogState } from './writer';

export type { Cursor } from './cursor';
export type { StartPosition } from './find';
export type { LogState } from './writer';

/** An append-only log of messages on disk. What it has acknowledged survives the death of the process. */
export type PartitionLog = {
  /** Resolves when all messages are durable, in the order given and with nothing between them. */
  append(messages: readonly ((at: Stamp) => Buffer)[]): Promise<void>;
  state(): LogState;
  /** The sequence number of the first event of a position. */
  find(position: StartPosition): Promise<number>;
  /** Reads from a sequence number on. */
  cursor(sequence: number): Cursor;
  /** Calls back after each commit, until the function that it returns is called. */
  onCommit(listener: () => void): () => void;
  /** Finishes what was appended, then refuses more. */
  close(): Promise<void>;
};

export type PartitionLogOptions = {
  folder: string;
  now: () => number;
  /** How long events are kept at least, unless they are too large together. */
  retentionMs: number;
  /** How many bytes the log may have, at most (one batch larger than all of it included); no limit unless told. */
  retentionBytes?: number;
  /** Without it a crash of the machine (not of the process) may lose acknowledged events. */
  fsync: boolean;
  segmentBytes?: number;
  cacheBytes?: number;
  warn?: (text: string) => void;
};

const MIB = 1024 * 1024;

/**
 * Opens a partition's log, or makes ready to begin one: nothing is written before the first append.
 * @throws DamagedLogError where stored events were changed
 */
export const openPartitionLog = async (options: PartitionLogOptions): Promise<PartitionLog> => {
  const {
    segmentBytes = 16 * MIB,
    cacheBytes = 2 * MIB,
    retentionBytes = Infinity,
    warn = () => {},
  } = options;
  const { segments, last } = await openSegments({ ...options, warn });
  const writer = logWriter(segments, last, { ...options, segmentBytes, retentionBytes, warn });
  const cache = tailCache(cacheBytes);
  const listeners = new Set<() => void>();
  let isOpen = true;

  const commit = async (appends: LogRecord[][]): Promise<void> => {
    const records = appends.flat();
    await writer.write(records);
    cache.add(records);
    for (const listener of listeners) listener();
  };
  const commits = groupCommit(commit, writer.undo);

  await writer.expire();
  return {
    append: async (messages) => {
      if (!isOpen) throw new Error('the log is closed');
      if (messages.length > 0) await commits.add(messages.map(writer.stamp));
    },
    state: writer.state,
    find: (position) => findStart(segments, writer.state(), position),
    cursor: (sequence) => openCursor({ segments, cache, state: writer.state }, sequence),
    onCommit: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => {
      isOpen = false;
      await commits.idle();
      await segments.close();
    },
  };
};
