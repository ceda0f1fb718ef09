import { mkdir, readdir, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Stamp } from './record';
import {
  DamagedLogError,
  createSegment,
  hasRecordAfter,
  isSegmentName,
  openSegment,
  removeSegment,
} from './segment';
import { scanSegment, syncFolder } from './segment';
import type { Place, Segment } from './segment';

/** The files of a partition's log, oldest first. */
export type Segments = {
  all(): readonly Segment[];
  newest(): Segment | undefined;
  /** The one that holds a sequence number, or the oldest where it is gone. */
  holding(sequence: number): Segment | undefined;
  /** Begins a new one, whose first event is to stand at the stamp. */
  roll(first: Stamp): Promise<Segment>;
  /** Deletes those whose events are all older than a time, but for the newest. */
  expire(oldest: number): Promise<void>;
  /** Deletes the oldest until the rest is no larger than so many bytes, but for the newest. @returns how many went */
  shrink(bytes: number): Promise<number>;
  close(): Promise<void>;
};

type Options = { folder: string; fsync: boolean; warn: (text: string) => void };

const pathsIn = async (folder: string): Promise<string[]> => {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter(isSegmentName)
    .toSorted()
    .map((name) => join(folder, name));
};

/** The newest may have died before it had a header, and then held nothing. */
const openInto = async (segments: Segment[], folder: string): Promise<void> => {
  const paths = await pathsIn(folder);
  for (const path of paths) {
    const segment = await openSegment(path);
    if (segment) segments.push(segment);
    else if (path === paths.at(-1)) await unlink(path);
    else throw new DamagedLogError(path, 0);
  }
};

const cutAt = async (segment: Segment, end: number, warn: (text: string) => void): Promise<void> => {
  warn(`${segment.path}: cut off ${segment.size - end} bytes of an event that was never acknowledged`);
  await segment.file.truncate(end);
  await segment.file.sync();
  segment.size = end;
};

/** Finds the end of the newest segment, and cuts off what a crash left half written. */
const recover = async (segment: Segment, warn: (text: string) => void): Promise<Place | undefined> => {
  const { index, end, last, stopped } = await scanSegment(segment);
  if (stopped === 'broken') {
    const expected = last ? last.sequence + 1 : segment.firstSequence;
    if (await hasRecordAfter(segment, end, expected)) throw new DamagedLogError(segment.path, end);
    await cutAt(segment, end, warn);
  }
  segment.index = index;
  if (last) segment.lastTime = last.time;
  return last;
};

const closeFiles = async (segments: readonly Segment[]): Promise<void> => {
  await Promise.all(segments.map(({ file }) => file.close()));
};

/** Opens the segments of a folder, repaired, and says where the newest event stands. @throws DamagedLogError */
export const openSegments = async ({
  folder,
  fsync,
  warn,
}: Options): Promise<{ segments: Segments; last?: Place }> => {
  const all: Segment[] = [];
  try {
    await openInto(all, folder);
    const newest = all.at(-1);
    const last = newest && (await recover(newest, warn));
    return { segments: segmentsOf(all, { folder, fsync }), ...(last ? { last } : {}) };
  } catch (error) {
    await closeFiles(all);
    throw error;
  }
};

const sizeOf = (segments: readonly Segment[]): number => segments.reduce((sum, { size }) => sum + size, 0);

const segmentsOf = (all: Segment[], { folder, fsync }: Omit<Options, 'warn'>): Segments => ({
  all: () => all,
  newest: () => all.at(-1),
  holding: (sequence) => all.findLast(({ firstSequence }) => firstSequence <= sequence) ?? all[0],
  roll: async ({ sequence, offset, time }) => {
    await mkdir(folder, { recursive: true });
    if (fsync && all.length === 0) await syncFolder(dirname(folder));
    const segment = await createSegment({
      folder,
      firstSequence: sequence,
      firstOffset: offset,
      createdAt: time,
      fsync,
    });
    all.push(segment);
    return segment;
  },
  expire: async (oldest) => {
    for (let [first, second] = all; first && second; [first, second] = all) {
      // An event is no younger than the segment after its own.
      if ((first.lastTime ?? second.createdAt) >= oldest) return;
      all.shift();
      await removeSegment(first);
    }
  },
  shrink: async (bytes) => {
    const before = all.length;
    while (all.length > 1 && sizeOf(all) > bytes) await removeSegment(all.shift()!);
    return before - all.length;
  },
  close: () => closeFiles(all),
});

/** Reads, and reads again where retention took a file meanwhile that was being read. */
export const fromKept = async <T>(segments: Segments, read: () => Promise<T>): Promise<T> => {
  const oldest = segments.all()[0];
  try {
    return await read();
  } catch (error) {
    if (segments.all()[0] === oldest) throw error;
    return fromKept(segments, read);
  }
};
