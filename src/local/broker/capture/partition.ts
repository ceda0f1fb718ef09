import { archiveName } from '../../../contracts/capture';
import type { LogRecord } from '../log/record';
import type { PartitionLog } from '../log/partition-log';
import type { Archive } from './archive';
import type { CaptureConfig } from './config';
import type { Position, PositionStore } from './position';
import { toCaptureRecord, type CaptureRecord } from './record';

export interface PartitionCaptureOptions {
  hub: string;
  partition: string;
  log: PartitionLog;
  config: CaptureConfig;
  archive: Archive;
  position: PositionStore;
  warn: (text: string) => void;
}

/** A file of events that is to be written. */
interface PlannedFile {
  name: string;
  /** What its name says: when its window began, in milliseconds. */
  at: number;
  /** The sequence numbers of its first and last event; `last` is before `first` where it holds none. */
  first: number;
  last: number;
}

export interface PartitionCapture {
  /** Writes all files whose interval is over, or that are full. */
  run(now: number, signal: AbortSignal): Promise<void>;
  /** Whether a file is full before its interval ends. */
  isFull(): boolean;
}

const AT_ONCE = { events: 256, bytes: 1024 * 1024 };
const SECOND = 1000;

/** The first event from a sequence number on. */
const firstFrom = async (log: PartitionLog, sequence: number): Promise<LogRecord | undefined> =>
  (await log.cursor(sequence).peek({ events: 1, bytes: 1 }))[0];

async function* recordsOf(log: PartitionLog, { first, last }: PlannedFile): AsyncGenerator<CaptureRecord> {
  const cursor = log.cursor(first);
  for (let left = last - first + 1; left > 0;) {
    const records = await cursor.peek({ ...AT_ONCE, events: Math.min(left, AT_ONCE.events) });
    if (records.length === 0) return;
    for (const record of records) {
      // Retention may have taken some of them, and given what comes after.
      if (record.sequence > last) return;
      yield toCaptureRecord(record);
    }
    left = last - records.at(-1)!.sequence;
    cursor.advance(records.length);
  }
}

/**
 * Captures a partition: reads its log and writes files, each of the events of one interval of the clock at most.
 * A file's name follows from its first event and the file before it, so that one that a crash may have cost is written
 * again under the same name.
 */
export const partitionCapture = (options: PartitionCaptureOptions): PartitionCapture => {
  const { hub, partition, log, config, archive, warn } = options;
  const { namespace, intervalMs, sizeLimit, nameFormat } = config;
  /** Where, in the log's bytes, the open file begins; undefined while it is being written. */
  let openOffset: number | undefined;
  let position: Position | undefined;

  const windowOf = (time: number): number => Math.floor(time / intervalMs) * intervalMs;

  /** No two files have one name, though two may be of one interval. */
  const fileAt = (window: number, at: number): Pick<PlannedFile, 'name' | 'at'> => {
    const own = Math.max(window, at + SECOND);
    return { at: own, name: archiveName(nameFormat, { namespace, hub, partition, at: own }) };
  };

  const startOf = ({ next }: Position): number => {
    const { firstSequence, lastSequence } = log.state();
    if (next < firstSequence && firstSequence <= lastSequence)
      warn(`capture: ${hub}/${partition} lost events ${next} to ${firstSequence - 1}: they were too old`);
    // A log that lost its end with the machine gives the same numbers again.
    return Math.max(firstSequence, Math.min(next, lastSequence + 1));
  };

  const planEmpty = ({ next, at }: Position, now: number): PlannedFile | undefined => {
    const window = windowOf(now) - intervalMs;
    if (config.skipEmpty || windowOf(at) >= window) return undefined;
    return { ...fileAt(window, at), first: next, last: next - 1 };
  };

  const plan = async (current: Position, now: number): Promise<PlannedFile | undefined> => {
    const start = startOf(current);
    const first = await firstFrom(log, start);
    openOffset = first?.offset ?? log.state().lastOffset;
    if (!first) return planEmpty({ ...current, next: start }, now);
    const window = windowOf(first.time);
    const full = await log.find({ from: 'offset', value: first.offset + sizeLimit, inclusive: true });
    const isFull = full <= log.state().lastSequence;
    if (!isFull && window + intervalMs > now) return undefined;
    const over = await log.find({ from: 'time', value: window + intervalMs, inclusive: true });
    const end = Math.max(Math.min(full, over), first.sequence + 1);
    return { ...fileAt(window, current.at), first: first.sequence, last: end - 1 };
  };

  return {
    isFull: () => openOffset !== undefined && log.state().lastOffset - openOffset >= sizeLimit,
    run: async (now, signal) => {
      position ??= await options.position.read();
      for (let file = await plan(position, now); file; file = await plan(position, now)) {
        openOffset = undefined;
        await archive.write(file.name, recordsOf(log, file), signal);
        const written = { next: file.last + 1, at: file.at };
        await options.position.write(written);
        position = written;
      }
    },
  };
};
