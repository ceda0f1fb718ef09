import { open, unlink } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { RECORD_HEADER_BYTES, recordAt } from './record';
import type { LogRecord } from './record';

/** "meshlog1" (8), first sequence number (6), first offset (6), when it was made (6), spare (2), crc32 (4). */
export const SEGMENT_HEADER_BYTES = 32;
const MAGIC = Buffer.from('meshlog1');
const READ_BYTES = 256 * 1024;

/** A file of a partition's log; `size` counts its bytes, header included, that are known to be whole. */
export type Segment = {
  path: string;
  firstSequence: number;
  firstOffset: number;
  createdAt: number;
  size: number;
  file: FileHandle;
  /** When its newest event was enqueued; absent where only a scan would tell. */
  lastTime?: number;
  /** A place now and then in the file, so that a search need not begin at its start; absent until it is needed. */
  index?: Place[];
};

/** Where a record starts in its segment. */
export type Place = { position: number; sequence: number; offset: number; time: number };

/** Stored bytes that do not match their checksum; nothing after them can be trusted. */
export class DamagedLogError extends Error {
  constructor(path: string, position: number) {
    super(`the log file ${path} is damaged at byte ${position}: move it away to start without its events`);
    this.name = 'DamagedLogError';
  }
}

const SUFFIX = '.log';

/** The name sorts as its first sequence number does. */
const segmentName = (firstSequence: number): string => `${String(firstSequence).padStart(20, '0')}${SUFFIX}`;

export const isSegmentName = (name: string): boolean => /^\d{20}\.log$/.test(name);

/** Makes a file's name as durable as its bytes; Windows does it by itself and refuses to sync folders. */
export const syncFolder = async (folder: string): Promise<void> => {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
};

const header = ({
  firstSequence,
  firstOffset,
  createdAt,
}: Pick<Segment, 'firstSequence' | 'firstOffset' | 'createdAt'>): Buffer => {
  const bytes = Buffer.alloc(SEGMENT_HEADER_BYTES);
  MAGIC.copy(bytes);
  bytes.writeUIntBE(firstSequence, 8, 6);
  bytes.writeUIntBE(firstOffset, 14, 6);
  bytes.writeUIntBE(createdAt, 20, 6);
  bytes.writeUInt32BE(crc32(bytes.subarray(0, 28)), 28);
  return bytes;
};

type NewSegment = {
  folder: string;
  firstSequence: number;
  firstOffset: number;
  createdAt: number;
  fsync: boolean;
};

/** Makes an empty segment, durable by name before anything is written to it. */
export const createSegment = async ({ folder, fsync, ...first }: NewSegment): Promise<Segment> => {
  const path = join(folder, segmentName(first.firstSequence));
  const file = await open(path, 'w+');
  await file.write(header(first), 0, SEGMENT_HEADER_BYTES, 0);
  if (fsync) {
    await file.sync();
    await syncFolder(dirname(path));
  }
  return { path, ...first, size: SEGMENT_HEADER_BYTES, file, index: [] };
};

/** Opens a segment by its header alone; `undefined` where not even the header was written. */
export const openSegment = async (path: string): Promise<Segment | undefined> => {
  const file = await open(path, 'r+');
  const bytes = Buffer.alloc(SEGMENT_HEADER_BYTES);
  const { bytesRead } = await file.read(bytes, 0, SEGMENT_HEADER_BYTES, 0);
  const whole = bytesRead === SEGMENT_HEADER_BYTES && bytes.subarray(0, 8).equals(MAGIC);
  if (!whole || crc32(bytes.subarray(0, 28)) !== bytes.readUInt32BE(28)) {
    await file.close();
    return undefined;
  }
  return {
    path,
    firstSequence: bytes.readUIntBE(8, 6),
    firstOffset: bytes.readUIntBE(14, 6),
    createdAt: bytes.readUIntBE(20, 6),
    size: (await file.stat()).size,
    file,
  };
};

export const offsetAt = (segment: Segment, position: number): number =>
  segment.firstOffset + position - SEGMENT_HEADER_BYTES;

export const positionOf = (segment: Segment, offset: number): number =>
  offset - segment.firstOffset + SEGMENT_HEADER_BYTES;

/** Writes all of the bytes at a position, however many calls that takes. */
export const writeAll = async (file: FileHandle, bytes: Buffer, position: number): Promise<void> => {
  for (let done = 0; done < bytes.length;) {
    done += (await file.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
  }
};

const readUpTo = async (segment: Segment, position: number, bytes: number): Promise<Buffer> => {
  const buffer = Buffer.allocUnsafe(Math.min(bytes, segment.size - position));
  let filled = 0;
  while (filled < buffer.length) {
    const { bytesRead } = await segment.file.read(buffer, filled, buffer.length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
};

/** A run of records from one read, and where the next one starts. `stopped` says why there is none at all. */
export type Chunk = {
  records: (LogRecord & { position: number })[];
  next: number;
  stopped?: 'end' | 'broken';
};

/** Reads records from a position, in order, one disk read's worth (or one record, where that is longer). */
export const readChunk = async (segment: Segment, from: number, bytes = READ_BYTES): Promise<Chunk> => {
  const buffer = await readUpTo(segment, from, bytes);
  const records: Chunk['records'] = [];
  let at = 0;
  while (at < buffer.length) {
    const found = recordAt(buffer, at);
    if (found.kind === 'record') {
      const position = from + at;
      const { sequence, time, message } = found;
      records.push({ position, offset: offsetAt(segment, position), sequence, time, message });
      at = found.end;
      continue;
    }
    if (records.length > 0) return { records, next: from + at };
    if (found.kind === 'incomplete' && from + found.needs <= segment.size)
      return readChunk(segment, from, found.needs);
    return { records, next: from, stopped: 'broken' };
  }
  return { records, next: from + at, ...(records.length === 0 ? { stopped: 'end' as const } : {}) };
};

const INDEX_EVERY_BYTES = 64 * 1024;

/** Adds a place to the index, unless the last one is near enough. */
export const addToIndex = (index: Place[], { position, sequence, offset, time }: Place): void => {
  const last = index.at(-1);
  if (last && position - last.position < INDEX_EVERY_BYTES) return;
  index.push({ position, sequence, offset, time });
};

/** Reads a segment from its start to its end. */
export const scanSegment = async (
  segment: Segment,
): Promise<{ index: Place[]; end: number; last?: Place; stopped: Chunk['stopped'] }> => {
  const index: Place[] = [];
  let last: Place | undefined;
  for (let at = SEGMENT_HEADER_BYTES; ;) {
    const chunk = await readChunk(segment, at, 4 * READ_BYTES);
    for (const record of chunk.records) addToIndex(index, record);
    const tail = chunk.records.at(-1);
    if (tail)
      last = { position: tail.position, sequence: tail.sequence, offset: tail.offset, time: tail.time };
    at = chunk.next;
    if (chunk.stopped) return { index, end: at, ...(last ? { last } : {}), stopped: chunk.stopped };
  }
};

/** The segment's index, which a scan makes where there is none yet. */
const indexOf = async (segment: Segment): Promise<Place[]> => {
  if (segment.index) return segment.index;
  const { index, end, stopped } = await scanSegment(segment);
  if (stopped === 'broken') throw new DamagedLogError(segment.path, end);
  return (segment.index = index);
};

/** The first record that is past a place: the index says about where, the file exactly. @throws DamagedLogError */
export const firstRecord = async (
  segment: Segment,
  isPast: (place: Place) => boolean,
): Promise<(LogRecord & Place) | undefined> => {
  const near = (await indexOf(segment)).findLast((place) => !isPast(place));
  for (let at = near?.position ?? SEGMENT_HEADER_BYTES; ;) {
    const { records, next, stopped } = await readChunk(segment, at);
    const record = records.find(isPast);
    if (record) return record;
    if (stopped === 'end') return undefined;
    if (stopped === 'broken') throw new DamagedLogError(segment.path, next);
    at = next;
  }
};

/** Whether a whole record stands anywhere past a place: a crash tears only what was written last. */
export const hasRecordAfter = async (
  segment: Segment,
  position: number,
  sequence: number,
): Promise<boolean> => {
  const rest = await readUpTo(segment, position, segment.size - position);
  for (let at = 1; at + RECORD_HEADER_BYTES <= rest.length; at++) {
    const candidate = rest.readUIntBE(at + 8, 6);
    const isNear = candidate > sequence && candidate < sequence + rest.length;
    if (isNear && recordAt(rest, at).kind === 'record') return true;
  }
  return false;
};

/** Closes the file and deletes it. */
export const removeSegment = async (segment: Segment): Promise<void> => {
  await segment.file.close();
  await unlink(segment.path);
};
