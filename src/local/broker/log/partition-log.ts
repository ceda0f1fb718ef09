import { mkdir, readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { RECORD_HEADER_BYTES, recordHeader } from './record';
import type { LogRecord, Stamp } from './record';
import {
  DamagedLogError,
  SEGMENT_HEADER_BYTES,
  addToIndex,
  createSegment,
  isSegmentName,
  openSegment,
} from './segment';
import {
  hasRecordAfter,
  offsetAt,
  readChunk,
  removeSegment,
  scanSegment,
  syncFolder,
  writeAll,
} from './segment';
import type { Place, Segment } from './segment';
import { tailCache, takeWithin } from './tail-cache';
import type { Limits } from './tail-cache';

/** Where a reader begins; an event counts if it stands after the value, or on it where `inclusive`. */
export type StartPosition =
  | { from: 'latest'; inclusive: boolean }
  | { from: 'sequence' | 'offset' | 'time'; value: number; inclusive: boolean };

/** Reads a partition in order. `advance` moves on past what `peek` gave. */
export type Cursor = {
  peek(limits: Limits): LogRecord[] | Promise<LogRecord[]>;
  advance(records: number): void;
};

/** What is to be known of a partition: its oldest event and its newest durable one. */
export type LogState = { firstSequence: number; lastSequence: number; lastOffset: number; lastTime: number };

/** An append-only log of messages on disk. What it has acknowledged survives the death of the process. */
export type PartitionLog = {
  /** Resolves when all messages are durable, in the order given and with nothing between them. */
  append(messages: readonly ((at: Stamp) => Buffer)[]): Promise<void>;
  state(): LogState;
  /** The sequence number of the first event of a position. */
  find(position: StartPosition): Promise<number>;
  cursor(sequence: number): Cursor;
  /** Calls back after each commit, until the function that it returns is called. */
  onCommit(listener: () => void): () => void;
  /** Finishes what was appended, then refuses more. */
  close(): Promise<void>;
};

export type PartitionLogOptions = {
  folder: string;
  now: () => number;
  retentionMs: number;
  /** Without it a crash of the machine (not of the process) may lose acknowledged events. */
  fsync: boolean;
  segmentBytes?: number;
  cacheBytes?: number;
  warn?: (text: string) => void;
};

type Append = { records: LogRecord[]; resolve: () => void; reject: (error: Error) => void };

const NOTHING: LogState = { firstSequence: 0, lastSequence: -1, lastOffset: -1, lastTime: 0 };

const segmentPaths = async (folder: string): Promise<string[]> => {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter(isSegmentName)
    .toSorted()
    .map((name) => join(folder, name));
};

/** Opens the segments of a folder; the newest may have died before it had a header, and then held nothing. */
const openSegments = async (folder: string, segments: Segment[]): Promise<void> => {
  const paths = await segmentPaths(folder);
  for (const path of paths) {
    const segment = await openSegment(path);
    if (segment) segments.push(segment);
    else if (path === paths.at(-1)) await unlink(path);
    else throw new DamagedLogError(path, 0);
  }
};

/** Finds the end of the newest segment, and cuts off what a crash left half written. */
const recover = async (segment: Segment, warn: (text: string) => void): Promise<Place | undefined> => {
  const { index, end, last, stopped } = await scanSegment(segment);
  if (stopped === 'broken') {
    const expected = last ? last.sequence + 1 : segment.firstSequence;
    if (await hasRecordAfter(segment, end, expected)) throw new DamagedLogError(segment.path, end);
    warn(`${segment.path}: cut off ${segment.size - end} bytes of an event that was never acknowledged`);
    await segment.file.truncate(end);
    await segment.file.sync();
  }
  segment.size = end;
  segment.index = index;
  if (last) segment.lastTime = last.time;
  return last;
};

/** The segments of a folder, and the place of the newest event. */
const recoverSegments = async (
  folder: string,
  warn: (text: string) => void,
): Promise<{ segments: Segment[]; last?: Place }> => {
  const segments: Segment[] = [];
  try {
    await openSegments(folder, segments);
    const newest = segments.at(-1);
    const last = newest && (await recover(newest, warn));
    return { segments, ...(last ? { last } : {}) };
  } catch (error) {
    await Promise.all(segments.map(({ file }) => file.close()));
    throw error;
  }
};

/** Opens a partition's log, or makes ready to begin one: nothing is written before the first append. */
export const openPartitionLog = async (options: PartitionLogOptions): Promise<PartitionLog> => {
  const {
    folder,
    now,
    retentionMs,
    fsync,
    segmentBytes = 16 * 1024 * 1024,
    cacheBytes = 2 * 1024 * 1024,
  } = options;
  const warn = options.warn ?? (() => {});
  const cache = tailCache(cacheBytes);
  const listeners = new Set<() => void>();
  const { segments, last } = await recoverSegments(folder, warn);

  let durable = NOTHING;
  let next: Stamp = { sequence: 0, offset: 0, time: 0 };
  let waiting: Append[] = [];
  let flushing: Promise<void> | undefined;
  let closed = false;

  const newest = segments.at(-1);
  if (newest) {
    // An empty newest segment goes on where the one before it ended, whose last event the header implies.
    const sequence = last ? last.sequence + 1 : newest.firstSequence;
    const time = last?.time ?? newest.createdAt;
    next = { sequence, offset: offsetAt(newest, newest.size), time };
    durable = {
      firstSequence: segments[0]!.firstSequence,
      lastSequence: sequence - 1,
      lastOffset: last?.offset ?? newest.firstOffset - 1,
      lastTime: time,
    };
  }

  const roll = async (first: Stamp): Promise<Segment> => {
    await mkdir(folder, { recursive: true });
    if (fsync && segments.length === 0) await syncFolder(join(folder, '..'));
    const { sequence: firstSequence, offset: firstOffset } = first;
    const segment = await createSegment({ folder, firstSequence, firstOffset, createdAt: first.time, fsync });
    segments.push(segment);
    return segment;
  };

  /** Deletes what is too old. An event is no younger than the segment after its own. */
  const expire = async (): Promise<void> => {
    const oldest = now() - retentionMs;
    for (let [first, second] = segments; first && second; [first, second] = segments) {
      if ((first.lastTime ?? second.createdAt) >= oldest) break;
      segments.shift();
      durable = { ...durable, firstSequence: second.firstSequence };
      await removeSegment(first);
    }
  };

  /** What was last written long ago must be able to go, though nothing new came to take its place. */
  const rollWhenOld = async (): Promise<void> => {
    const segment = segments.at(-1);
    if (!segment || segment.size === SEGMENT_HEADER_BYTES || durable.lastTime >= now() - retentionMs) return;
    await roll({ ...next, time: durable.lastTime });
  };

  const active = async (first: LogRecord, bytes: number): Promise<Segment> => {
    const segment = segments.at(-1);
    if (segment && (segment.size === SEGMENT_HEADER_BYTES || segment.size + bytes <= segmentBytes))
      return segment;
    const rolled = await roll(first);
    await expire();
    return rolled;
  };

  const commit = (segment: Segment, records: LogRecord[], bytes: number): void => {
    for (const record of records)
      addToIndex(segment.index!, { ...record, position: placeOf(segment, record) });
    segment.size += bytes;
    const last = records.at(-1)!;
    segment.lastTime = last.time;
    const firstSequence = segments[0]!.firstSequence;
    durable = { firstSequence, lastSequence: last.sequence, lastOffset: last.offset, lastTime: last.time };
    cache.add(records);
  };

  const write = async (records: LogRecord[]): Promise<void> => {
    const bytes = Buffer.concat(
      records.flatMap((record) => [recordHeader(record, record.message), record.message]),
    );
    const segment = await active(records[0]!, bytes.length);
    try {
      await writeAll(segment.file, bytes, segment.size);
      if (fsync) await segment.file.datasync();
    } catch (error) {
      // What was written in part must not come before what is written next.
      await segment.file.truncate(segment.size).catch(() => {});
      throw error;
    }
    commit(segment, records, bytes.length);
  };

  /** After a failed write the numbers that were given out are taken back, with all that waits behind it. */
  const fail = (group: Append[], error: Error): void => {
    const lost = [...group, ...waiting];
    waiting = [];
    const first = lost[0]!.records[0]!;
    next = { sequence: first.sequence, offset: first.offset, time: durable.lastTime };
    for (const append of lost) append.reject(error);
  };

  const flushOnce = async (): Promise<void> => {
    const group = waiting;
    waiting = [];
    try {
      await write(group.flatMap(({ records }) => records));
    } catch (error) {
      return fail(group, error as Error);
    }
    for (const append of group) append.resolve();
    for (const listener of listeners) listener();
  };

  const flush = async (): Promise<void> => {
    // One turn of the loop later, so that all sends that have arrived share one fsync.
    await new Promise((resolve) => setImmediate(resolve));
    while (waiting.length > 0) await flushOnce();
    flushing = undefined;
  };

  const stamped = (message: (at: Stamp) => Buffer): LogRecord => {
    const at = { ...next, time: Math.max(now(), next.time) };
    const record = { ...at, message: message(at) };
    next = {
      sequence: at.sequence + 1,
      offset: at.offset + RECORD_HEADER_BYTES + record.message.length,
      time: at.time,
    };
    return record;
  };

  const segmentOf = (sequence: number): Segment | undefined =>
    segments.findLast(({ firstSequence }) => firstSequence <= sequence) ?? segments[0];

  const indexOf = async (segment: Segment): Promise<Place[]> => {
    if (segment.index) return segment.index;
    const { index, end, stopped } = await scanSegment(segment);
    if (stopped !== 'end') throw new DamagedLogError(segment.path, end);
    return (segment.index = index);
  };

  /** The first record that is past a position: the index says about where, the file exactly. */
  const firstIn = async (
    segment: Segment,
    isPast: (place: Place) => boolean,
  ): Promise<LogRecord | undefined> => {
    const near = (await indexOf(segment)).findLast((place) => !isPast(place));
    for (let at = near?.position ?? SEGMENT_HEADER_BYTES; ;) {
      const { records, next: after, stopped } = await readChunk(segment, at);
      const record = records.find(isPast);
      if (record) return record;
      if (stopped === 'end') return undefined;
      if (stopped) throw new DamagedLogError(segment.path, after);
      at = after;
    }
  };

  const find = async (position: StartPosition): Promise<number> => {
    if (position.from === 'latest') {
      return position.inclusive
        ? Math.max(durable.firstSequence, durable.lastSequence)
        : durable.lastSequence + 1;
    }
    const { from, value, inclusive } = position;
    const isPast = (place: Pick<Place, typeof from>): boolean =>
      inclusive ? place[from] >= value : place[from] > value;
    if (from === 'sequence') return Math.min(inclusive ? value : value + 1, durable.lastSequence + 1);
    const starts = ({ firstOffset, createdAt }: Segment): number =>
      from === 'offset' ? firstOffset : createdAt;
    const begin = Math.max(
      0,
      segments.findLastIndex((segment) => starts(segment) < value),
    );
    for (const segment of segments.slice(begin)) {
      const record = await firstIn(segment, isPast);
      if (record) return Math.min(record.sequence, durable.lastSequence + 1);
    }
    return durable.lastSequence + 1;
  };

  const cursor = (start: number): Cursor => {
    let sequence = start;
    let read: LogRecord[] = [];
    let ahead: { segment: Segment; position: number; sequence: number } | undefined;

    const whereOnDisk = async (): Promise<{ segment: Segment; position: number }> => {
      if (
        ahead?.sequence === sequence &&
        segments.includes(ahead.segment) &&
        ahead.position < ahead.segment.size
      )
        return ahead;
      const segment = segmentOf(sequence)!;
      const record = await firstIn(segment, (found) => found.sequence >= sequence);
      return { segment, position: record ? placeOf(segment, record) : segment.size };
    };

    const fromDisk = async (limits: Limits): Promise<LogRecord[]> => {
      const { segment, position } = await whereOnDisk();
      const { records, next: after, stopped } = await readChunk(segment, position);
      if (stopped === 'broken') throw new DamagedLogError(segment.path, after);
      read = records;
      const last = read.at(-1);
      if (last) ahead = { segment, position: after, sequence: last.sequence + 1 };
      return takeWithin(read, 0, limits);
    };

    return {
      peek: (limits) => {
        if (read.length > 0) return takeWithin(read, 0, limits);
        sequence = Math.max(sequence, durable.firstSequence);
        if (sequence > durable.lastSequence) return [];
        return cache.from(sequence, limits) ?? fromDisk(limits);
      },
      advance: (records) => {
        sequence += records;
        read = read.slice(records);
      },
    };
  };

  await rollWhenOld();
  await expire();

  return {
    append: (messages) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(new Error('the log is closed'));
        if (messages.length === 0) return resolve();
        waiting.push({ records: messages.map(stamped), resolve, reject });
        flushing ??= flush();
      }),
    state: () => durable,
    find,
    cursor,
    onCommit: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => {
      closed = true;
      await flushing;
      for (const segment of segments) await segment.file.close();
    },
  };
};

const placeOf = (segment: Segment, { offset }: Pick<LogRecord, 'offset'>): number =>
  offset - segment.firstOffset + SEGMENT_HEADER_BYTES;
