import { mkdtemp, open, readdir, rm, stat, truncate } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPartitionLog } from '../../../../src/local/broker/log/partition-log';
import type {
  PartitionLog,
  PartitionLogOptions,
  StartPosition,
} from '../../../../src/local/broker/log/partition-log';

const DAY_MS = 24 * 60 * 60 * 1000;

describe('the log of a partition', () => {
  let folder: string;
  let logs: PartitionLog[];
  let clock: number;
  let warnings: string[];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mesh-log-'));
    logs = [];
    clock = 1000;
    warnings = [];
  });
  afterEach(async () => {
    await Promise.all(logs.map((log) => log.close()));
    await rm(folder, { recursive: true });
  });

  const openLog = async (options: Partial<PartitionLogOptions> = {}): Promise<PartitionLog> => {
    const warn = (text: string) => warnings.push(text);
    const log = await openPartitionLog({
      folder,
      now: () => clock,
      retentionMs: 7 * DAY_MS,
      fsync: true,
      warn,
      ...options,
    });
    logs.push(log);
    return log;
  };
  const reopen = async (options?: Partial<PartitionLogOptions>): Promise<PartitionLog> => {
    await Promise.all(logs.splice(0).map((log) => log.close()));
    return openLog(options);
  };
  const append = (log: PartitionLog, ...texts: string[]) =>
    log.append(texts.map((text) => () => Buffer.from(text)));
  const read = async (
    log: PartitionLog,
    from: StartPosition = { from: 'sequence', value: 0, inclusive: true },
  ) => {
    const cursor = log.cursor(await log.find(from));
    const texts: string[] = [];
    for (;;) {
      const records = await cursor.peek({ events: 3, bytes: 1000 });
      if (records.length === 0) return texts;
      texts.push(...records.map(({ message }) => message.toString()));
      cursor.advance(records.length);
    }
  };
  const files = async () => (await readdir(folder)).filter((name) => name.endsWith('.log')).toSorted();
  const newest = async () => join(folder, (await files()).at(-1)!);
  const numbers = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => `event ${from + i}`);
  const NO_CACHE = { cacheBytes: 0 };

  it('acknowledges nothing, and shows nothing, before the disk says that it has it', async () => {
    const log = await openLog();
    await append(log, 'first');
    const probe = await open(join(folder, 'probe'), 'w');
    await probe.close();
    const { promise: synced, resolve: sync } = Promise.withResolvers<void>();
    const datasync = jest.spyOn(Object.getPrototypeOf(probe) as FileHandle, 'datasync');
    const asked = new Promise<void>((tell) =>
      datasync.mockImplementation(async () => {
        tell();
        await synced;
      }),
    );
    try {
      let isAcknowledged = false;
      const appended = append(log, 'second').then(() => (isAcknowledged = true));
      await asked;
      await new Promise((resolve) => setImmediate(resolve));
      expect([isAcknowledged, await read(log)]).toEqual([false, ['first']]);
      sync();
      await appended;
      expect(await read(log)).toEqual(['first', 'second']);
    } finally {
      datasync.mockRestore();
    }
  });

  it('writes nothing before the first append', async () => {
    const log = await openLog();
    expect(await files()).toEqual([]);
    expect(log.state()).toEqual({ firstSequence: 0, lastSequence: -1, lastOffset: -1, lastTime: 0 });
    expect(await read(log)).toEqual([]);
  });

  it('stamps events in order, and never with an earlier time', async () => {
    const log = await openLog();
    const stamps: object[] = [];
    const note = (at: object) => {
      stamps.push(at);
      return Buffer.from('12345');
    };
    await log.append([note, note]);
    clock = 500;
    await log.append([note]);
    expect(stamps).toEqual([
      { sequence: 0, offset: 0, time: 1000 },
      { sequence: 1, offset: 25, time: 1000 },
      { sequence: 2, offset: 50, time: 1000 },
    ]);
  });

  it('shows an event when it is durable, not before', async () => {
    const log = await openLog();
    const appended = append(log, 'a');
    expect(await read(log)).toEqual([]);
    let commits = 0;
    log.onCommit(() => commits++);
    await appended;
    expect(await read(log)).toEqual(['a']);
    expect(commits).toBe(1);
  });

  it('writes what arrives together in one go', async () => {
    const log = await openLog();
    let commits = 0;
    log.onCommit(() => commits++);
    await Promise.all(numbers(0, 100).map((text) => append(log, text)));
    expect(commits).toBe(1);
    expect(await read(log)).toEqual(numbers(0, 100));
  });

  it('goes on after a restart where it ended', async () => {
    await append(await openLog(), 'a', 'b');
    const log = await reopen();
    expect(log.state()).toEqual({ firstSequence: 0, lastSequence: 1, lastOffset: 21, lastTime: 1000 });
    await append(log, 'c');
    expect(await read(log)).toEqual(['a', 'b', 'c']);
    expect(await read(await reopen(NO_CACHE))).toEqual(['a', 'b', 'c']);
  });

  it('begins a new segment when one is full, and reads over all of them', async () => {
    const log = await openLog({ segmentBytes: 200, ...NO_CACHE });
    for (const text of numbers(0, 30)) await append(log, text);
    expect((await files()).length).toBeGreaterThan(3);
    expect(await read(log)).toEqual(numbers(0, 30));
    expect(await read(await reopen({ segmentBytes: 200 }))).toEqual(numbers(0, 30));
  });

  describe.each([
    ['from memory', {}],
    ['from disk', NO_CACHE],
    ['from many segments', { segmentBytes: 200, ...NO_CACHE }],
  ])('found %s', (_, options) => {
    it.each<['sequence' | 'offset' | 'time', (text: number) => number]>([
      ['sequence', (i) => i],
      ['offset', (i) => i * 27],
      ['time', (i) => 1000 + i],
    ])('by %s', async (from, valueOf) => {
      let log = await openLog(options);
      for (const text of numbers(0, 10)) {
        await append(log, text);
        clock++;
      }
      for (let reopened = 0; reopened < 2; reopened++) {
        const at = (value: number, inclusive: boolean) => read(log, { from, value, inclusive });
        for (const i of [0, 1, 5, 9]) {
          expect(await at(valueOf(i), true)).toEqual(numbers(i, 10));
          expect(await at(valueOf(i), false)).toEqual(numbers(i + 1, 10));
        }
        expect(await at(-1, false)).toEqual(numbers(0, 10));
        expect(await at(1_000_000, true)).toEqual([]);
        log = await reopen(options);
      }
    });
  });

  it.each([300, 100_000])(
    'lets a reader change from disk to memory and back (segments of %i bytes)',
    async (segmentBytes) => {
      const log = await openLog({ cacheBytes: 60, segmentBytes });
      const cursor = log.cursor(0);
      const texts: string[] = [];
      for (let i = 0; i < 60; i++) {
        await append(log, `event ${i}`);
        // Falls behind, catches up, and falls behind again.
        const records = i % 20 < 10 ? [] : await cursor.peek({ events: 1 + (i % 4), bytes: 1000 });
        texts.push(...records.map(({ message }) => message.toString()));
        cursor.advance(records.length);
      }
      for (
        let records;
        (records = await cursor.peek({ events: 5, bytes: 1000 })).length > 0;
        cursor.advance(records.length)
      ) {
        texts.push(...records.map(({ message }) => message.toString()));
      }
      expect(texts).toEqual(numbers(0, 60));
    },
  );

  it('reads an event that is larger than one read', async () => {
    const log = await openLog(NO_CACHE);
    const large = 'x'.repeat(900_000);
    await append(log, 'a', large, 'b');
    expect(await read(log)).toEqual(['a', large, 'b']);
  });

  describe('after a crash', () => {
    it.each([1, 10, 20, 24])(
      'cuts off an event of which %i bytes are missing, and goes on',
      async (missing) => {
        await append(await openLog(), 'a', 'event');
        const { size } = await stat(await newest());
        await truncate(await newest(), size - missing);
        const log = await reopen();
        expect(await read(log)).toEqual(['a']);
        expect(warnings).toEqual([expect.stringContaining(`cut off ${25 - missing} bytes`)]);
        await append(log, 'b');
        expect(await read(await reopen())).toEqual(['a', 'b']);
      },
    );

    it('cuts off zeros that the file system put in place of an event', async () => {
      await append(await openLog(), 'a');
      const { size } = await stat(await newest());
      await truncate(await newest(), size + 4096);
      expect(await read(await reopen())).toEqual(['a']);
    });

    it('forgets a segment that died before it had a header', async () => {
      await append(await openLog(), 'a');
      await (await open(join(folder, '00000000000000000001.log'), 'w')).close();
      const log = await reopen();
      await append(log, 'b');
      expect(await read(log)).toEqual(['a', 'b']);
    });
  });

  describe('when stored bytes have changed', () => {
    const damage = async (path: string, at: number) => {
      const file = await open(path, 'r+');
      await file.write(Buffer.from([0xff]), 0, 1, at);
      await file.close();
    };
    // The header of the segment is 32 bytes, that of the record 20: its length, its time, its text.
    it.each([36, 49, 53])('does not start with a hole before good events (byte %i)', async (at) => {
      await append(await openLog(), 'event', 'b', 'c');
      await damage(await newest(), at);
      await expect(reopen()).rejects.toThrow(/00000\.log is damaged at byte 32: move it away/);
    });

    it('does not serve them from an older segment', async () => {
      const options = { segmentBytes: 100, ...NO_CACHE };
      const log = await openLog(options);
      for (const text of numbers(0, 9)) await append(log, text);
      const [first] = await files();
      await damage(join(folder, first!), 55);
      await expect(read(await reopen(options))).rejects.toThrow('is damaged at byte 32');
    });
  });

  describe('retention', () => {
    const options = { segmentBytes: 60 };

    it('deletes whole segments of which every event is too old, when a new one begins', async () => {
      const log = await openLog(options);
      await append(log, 'day 0');
      clock += 4 * DAY_MS;
      await append(log, 'day 4');
      clock += 4 * DAY_MS;
      await append(log, 'day 8');
      expect(await read(log)).toEqual(['day 4', 'day 8']);
      expect(log.state()).toMatchObject({ firstSequence: 1, lastSequence: 2 });
    });

    it('deletes at the start what got too old meanwhile, and counts on', async () => {
      await append(await openLog(options), 'a', 'b');
      clock += 8 * DAY_MS;
      const log = await reopen(options);
      expect(await read(log)).toEqual([]);
      expect(log.state()).toMatchObject({ firstSequence: 2, lastSequence: 1 });
      await append(log, 'c');
      expect(log.state()).toMatchObject({ firstSequence: 2, lastSequence: 2 });
      expect(await read(await reopen(options))).toEqual(['c']);
    });

    it('moves a reader whose next event is gone to the oldest that is left', async () => {
      const log = await openLog({ ...options, ...NO_CACHE });
      await append(log, 'day 0');
      const cursor = log.cursor(0);
      clock += 8 * DAY_MS;
      await append(log, 'day 8');
      clock += DAY_MS;
      await append(log, 'day 9');
      const records = await cursor.peek({ events: 10, bytes: 1000 });
      expect(records.map(({ message }) => message.toString())).toEqual(['day 8']);
    });
  });

  describe('retention by size', () => {
    // The header of a segment is 32 bytes, that of a record 20; each text here has 8.
    const options = { segmentBytes: 60, retentionBytes: 480 };
    const bytesOnDisk = async () => {
      const sizes = (await files()).map(async (name) => (await stat(join(folder, name))).size);
      return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    };
    const appendAll = async (log: PartitionLog, from: number, to: number) => {
      for (let i = from; i < to; i++) await append(log, `event ${String(i).padStart(2, '0')}`);
    };

    it('deletes the oldest files so that the rest is never larger, and counts on', async () => {
      const log = await openLog({ ...options, retentionBytes: 470 });
      for (let i = 0; i < 40; i += 4) {
        await appendAll(log, i, i + 4);
        expect(await bytesOnDisk()).toBeLessThanOrEqual(470);
      }
      expect(log.state()).toMatchObject({ firstSequence: 33, lastSequence: 39 });
      expect((await read(log))[0]).toBe('event 33');
    });

    it('says once that events went before they were old', async () => {
      const log = await openLog(options);
      await appendAll(log, 0, 8);
      expect(warnings).toEqual([]);
      await appendAll(log, 8, 40);
      expect(warnings).toEqual([expect.stringMatching(/events before number 1 were deleted, read or not/)]);
    });

    it('keeps what is left, and its numbers, over a restart, and takes up a smaller size', async () => {
      await appendAll(await openLog(options), 0, 20);
      const same = await reopen(options);
      expect(same.state()).toMatchObject({ firstSequence: 12, lastSequence: 19 });
      const smaller = await reopen({ ...options, retentionBytes: 240 });
      expect(smaller.state()).toMatchObject({ firstSequence: 16, lastSequence: 19 });
      await append(smaller, 'event 20');
      expect(smaller.state()).toMatchObject({ firstSequence: 17, lastSequence: 20 });
    });

    it('keeps at least what was written last, however large', async () => {
      const log = await openLog(options);
      await append(log, 'a', 'b');
      await append(log, 'x'.repeat(1000));
      expect(await read(log)).toEqual(['x'.repeat(1000)]);
    });

    it('deletes by age as well', async () => {
      const log = await openLog(options);
      await append(log, 'event 00');
      clock += 8 * DAY_MS;
      await append(log, 'event 01');
      await append(log, 'event 02');
      expect(log.state().firstSequence).toBe(1);
    });

    it.each<StartPosition>([
      { from: 'offset', value: 0, inclusive: true },
      { from: 'sequence', value: 3, inclusive: false },
      { from: 'time', value: 500, inclusive: false },
    ])('begins with the oldest that is kept where that of $from is gone', async (position) => {
      const log = await openLog({ ...options, ...NO_CACHE });
      await appendAll(log, 0, 20);
      expect((await read(log, position))[0]).toBe('event 12');
    });

    /** Has something happen before the next read of a file. */
    const beforeNextRead = async (happen: () => Promise<void>) => {
      const probe = await open(join(folder, 'probe'), 'w');
      await probe.close();
      const files = Object.getPrototypeOf(probe) as FileHandle;
      const read = files.read as (...args: unknown[]) => Promise<never>;
      const reading = jest.spyOn(files, 'read');
      reading.mockImplementationOnce(async function (this: FileHandle, ...args: unknown[]) {
        reading.mockRestore();
        await happen();
        return read.apply(this, args);
      });
    };

    it('lets a reader go on whose file is deleted under it', async () => {
      const log = await openLog({ ...options, ...NO_CACHE });
      await appendAll(log, 0, 8);
      const cursor = log.cursor(0);
      await beforeNextRead(() => appendAll(log, 8, 20));
      const [record] = await cursor.peek({ events: 1, bytes: 1000 });
      expect(record!.message.toString()).toBe('event 12');
    });

    it('finds where to begin though the file is deleted in which it looks', async () => {
      const log = await openLog({ ...options, ...NO_CACHE });
      await appendAll(log, 0, 8);
      await beforeNextRead(() => appendAll(log, 8, 20));
      // The state is that of when it was asked.
      expect(await log.find({ from: 'offset', value: 0, inclusive: true })).toBe(8);
    });
  });

  it('refuses appends once it is closed, after those that came before', async () => {
    const log = await openLog();
    const last = append(log, 'a');
    await log.close();
    await last;
    await expect(append(log, 'b')).rejects.toThrow('closed');
    logs = [];
  });
});
