import { dirname } from 'node:path';
import { RECORD_HEADER_BYTES, recordHeader } from './record';
import type { LogRecord, Stamp } from './record';
import { SEGMENT_HEADER_BYTES, addToIndex, offsetAt, positionOf, writeAll } from './segment';
import type { Place, Segment } from './segment';
import type { Segments } from './segments';

/** What is to be known of a partition: its oldest event and its newest durable one. */
export type LogState = { firstSequence: number; lastSequence: number; lastOffset: number; lastTime: number };

/** Gives events their places and puts them on disk. */
export type LogWriter = {
  state: () => LogState;
  /** Gives the next place away. */
  stamp: (message: (at: Stamp) => Buffer) => LogRecord;
  /** Makes records durable, in the order in which they were stamped. */
  write: (records: LogRecord[]) => Promise<void>;
  /** Takes back all places that were given away and not written to. */
  undo: () => void;
  /** Lets what is too old go, though nothing new came to take its place. */
  expire: () => Promise<void>;
};

type Options = {
  now: () => number;
  retentionMs: number;
  /** How large the files may be together; `Infinity` for as large as they get. */
  retentionBytes: number;
  fsync: boolean;
  segmentBytes: number;
  warn: (text: string) => void;
};

/** How many files the largest log has at least. */
const FEWEST_SEGMENTS = 8;

const NOTHING = { lastSequence: -1, lastOffset: -1, lastTime: 0 };

/** An empty newest segment implies in its header where the one before it ended. */
const newestOf = (segment: Segment | undefined, last: Place | undefined): typeof NOTHING => {
  if (last) return { lastSequence: last.sequence, lastOffset: last.offset, lastTime: last.time };
  if (!segment) return NOTHING;
  return {
    lastSequence: segment.firstSequence - 1,
    lastOffset: segment.firstOffset - 1,
    lastTime: segment.createdAt,
  };
};

const bytesOf = (records: readonly LogRecord[]): Buffer =>
  Buffer.concat(records.flatMap((record) => [recordHeader(record, record.message), record.message]));

export const logWriter = (segments: Segments, last: Place | undefined, options: Options): LogWriter => {
  const { now, retentionMs, retentionBytes, fsync, warn } = options;
  // Small enough that what goes at once is a small part of what may stay.
  const segmentBytes = Math.min(options.segmentBytes, Math.ceil(retentionBytes / FEWEST_SEGMENTS));
  let hasWarned = false;
  let durable = newestOf(segments.newest(), last);
  let next: Stamp = afterDurable();

  function afterDurable(): Stamp {
    const segment = segments.newest();
    const offset = segment ? offsetAt(segment, segment.size) : 0;
    return { sequence: durable.lastSequence + 1, offset, time: durable.lastTime };
  }

  /** Age is what everybody counts on; that size came first is said once. */
  const shrink = async (room: number): Promise<void> => {
    const gone = await segments.shrink(retentionBytes - room);
    if (gone === 0 || hasWarned) return;
    hasWarned = true;
    const { path, firstSequence } = segments.all()[0]!;
    warn(
      `${dirname(path)}: is as large as it may be, so that events before number ${firstSequence} were deleted, read or not; from now on the oldest go`,
    );
  };

  /** @param room how much more is about to be written */
  const expire = async (room: number): Promise<void> => {
    await segments.expire(now() - retentionMs);
    await shrink(room);
  };

  const segmentFor = async (first: LogRecord, bytes: number): Promise<Segment> => {
    const newest = segments.newest();
    if (newest && (newest.size === SEGMENT_HEADER_BYTES || newest.size + bytes <= segmentBytes))
      return newest;
    const rolled = await segments.roll(first);
    await expire(Math.max(bytes, segmentBytes - SEGMENT_HEADER_BYTES));
    return rolled;
  };

  const put = async (segment: Segment, bytes: Buffer): Promise<void> => {
    try {
      await writeAll(segment.file, bytes, segment.size);
      if (fsync) await segment.file.datasync();
    } catch (error) {
      // What was written in part must not come before what is written next.
      await segment.file.truncate(segment.size).catch(() => {});
      throw error;
    }
  };

  const commit = (segment: Segment, records: readonly LogRecord[], bytes: number): void => {
    for (const record of records)
      addToIndex(segment.index!, { ...record, position: positionOf(segment, record.offset) });
    const { sequence: lastSequence, offset: lastOffset, time: lastTime } = records.at(-1)!;
    segment.size += bytes;
    segment.lastTime = lastTime;
    durable = { lastSequence, lastOffset, lastTime };
  };

  return {
    state: () => ({ firstSequence: segments.all()[0]?.firstSequence ?? 0, ...durable }),
    stamp: (message) => {
      const at = { ...next, time: Math.max(now(), next.time) };
      const record = { ...at, message: message(at) };
      const end = at.offset + RECORD_HEADER_BYTES + record.message.length;
      next = { sequence: at.sequence + 1, offset: end, time: at.time };
      return record;
    },
    write: async (records) => {
      const bytes = bytesOf(records);
      const segment = await segmentFor(records[0]!, bytes.length);
      await put(segment, bytes);
      commit(segment, records, bytes.length);
    },
    undo: () => {
      next = afterDurable();
    },
    expire: async () => {
      const newest = segments.newest();
      const isOld = newest && newest.size > SEGMENT_HEADER_BYTES && durable.lastTime < now() - retentionMs;
      if (isOld) await segments.roll(next);
      await expire(0);
    },
  };
};
