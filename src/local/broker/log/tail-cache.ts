import type { LogRecord } from './record';

/** How much a reader takes at once. */
export type Limits = { events: number; bytes: number };

/** The newest records of a partition in memory, so that readers at the tail need no disk. */
export type TailCache = {
  add(records: readonly LogRecord[]): void;
  /** Records from a sequence number on; `undefined` where they have left the cache. */
  from(sequence: number, limits: Limits): LogRecord[] | undefined;
};

/** @param maxBytes the most that it holds; the oldest go first */
export const tailCache = (maxBytes: number): TailCache => {
  let records: LogRecord[] = [];
  let first = 0;
  let bytes = 0;

  const evict = (): void => {
    while (bytes > maxBytes && first < records.length) bytes -= records[first++]!.message.length;
    if (first < 1024 || first < records.length / 2) return;
    records = records.slice(first);
    first = 0;
  };

  return {
    add: (added) => {
      for (const record of added) {
        records.push(record);
        bytes += record.message.length;
      }
      evict();
    },
    from: (sequence, limits) => {
      const oldest = records[first];
      if (!oldest || sequence < oldest.sequence) return undefined;
      const start = first + sequence - oldest.sequence;
      return takeWithin(records, start, limits);
    },
  };
};

/** As many records as the limits allow, at least one where there is one. */
export const takeWithin = (
  records: readonly LogRecord[],
  start: number,
  { events, bytes }: Limits,
): LogRecord[] => {
  let end = start;
  for (let size = 0; end < records.length && end - start < events; end++) {
    size += records[end]!.message.length;
    if (size > bytes && end > start) break;
  }
  return records.slice(start, end);
};
