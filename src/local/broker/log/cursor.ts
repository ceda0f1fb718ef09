import type { LogRecord } from './record';
import { DamagedLogError, firstRecord, readChunk } from './segment';
import type { Segment } from './segment';
import { fromKept } from './segments';
import type { Segments } from './segments';
import { takeWithin } from './tail-cache';
import type { Limits, TailCache } from './tail-cache';
import type { LogState } from './writer';

/** Reads a partition in order. `advance` moves on past what `peek` gave; at the end `peek` gives nothing. */
export type Cursor = {
  peek(limits: Limits): LogRecord[] | Promise<LogRecord[]>;
  advance(records: number): void;
};

type Where = { segment: Segment; position: number };
type Source = { segments: Segments; cache: TailCache; state: () => LogState };

/** Remembers where the last read ended, so that reading on needs no search. */
const diskReader = (segments: Segments) => {
  let ahead: (Where & { sequence: number }) | undefined;

  const find = async (sequence: number): Promise<Where> => {
    if (
      ahead?.sequence === sequence &&
      ahead.position < ahead.segment.size &&
      segments.all().includes(ahead.segment)
    ) {
      return ahead;
    }
    const segment = segments.holding(sequence)!;
    const record = await firstRecord(segment, (found) => found.sequence >= sequence);
    return { segment, position: record?.position ?? segment.size };
  };

  return async (sequence: number): Promise<LogRecord[]> => {
    const { segment, position } = await find(sequence);
    const { records, next, stopped } = await readChunk(segment, position);
    if (stopped === 'broken') throw new DamagedLogError(segment.path, next);
    const last = records.at(-1);
    if (last) ahead = { segment, position: next, sequence: last.sequence + 1 };
    return records;
  };
};

/** A reader that begins at a sequence number: from memory at the tail, in chunks from the disk when far behind. */
export const openCursor = ({ segments, cache, state }: Source, start: number): Cursor => {
  const readDisk = diskReader(segments);
  let sequence = start;
  let read: LogRecord[] = [];

  /** Retention may have taken what came next. */
  const skipDeleted = (): number => (sequence = Math.max(sequence, state().firstSequence));

  return {
    peek: (limits) => {
      if (read.length > 0) return takeWithin(read, 0, limits);
      skipDeleted();
      if (sequence > state().lastSequence) return [];
      const cached = cache.from(sequence, limits);
      if (cached) return cached;
      return fromKept(segments, () => readDisk(skipDeleted())).then((records) => {
        read = records;
        return takeWithin(read, 0, limits);
      });
    },
    advance: (records) => {
      sequence += records;
      read = read.slice(records);
    },
  };
};
