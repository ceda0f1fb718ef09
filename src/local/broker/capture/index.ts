import { join } from 'node:path';
import type { Hub } from '../hub';
import { blobArchive, type Archive } from './archive';
import type { CaptureConfig } from './config';
import { partitionCapture, type PartitionCapture } from './partition';
import { positionFile } from './position';

export interface CaptureOptions {
  hubs: readonly { hub: Hub; config: CaptureConfig }[];
  /** The broker's folder: how far a partition came is kept beside its log. */
  folder: string;
  /** Connection string of the blob store. */
  storage: string;
  now: () => number;
  warn: (text: string) => void;
}

export interface Capture {
  /** Gives up what is under way; the next start writes it. */
  stop(): Promise<void>;
}

const MOST_MS = 30_000;
const LEAST_MS = 500;
/** So often is nothing said: the blob store may still be starting. */
const PATIENCE = 2;

/** What goes wrong, said once until it goes well again. */
const outage = (warn: (text: string) => void) => {
  let failures = 0;
  return {
    /** Answers how many milliseconds to wait. */
    failed: (error: Error): number => {
      if (failures === PATIENCE)
        warn(`capture: the blob store takes no files (${error.message}); they are written when it does`);
      return Math.min(MOST_MS, LEAST_MS * 2 ** failures++);
    },
    ended: (): void => {
      if (failures > PATIENCE) warn('capture: the blob store takes files again');
      failures = 0;
    },
  };
};

/** Sleeps until it is time or somebody wakes it. */
const alarm = () => {
  let ring = (): void => {};
  let rung = false;
  return {
    ring: (): void => {
      rung = true;
      ring();
    },
    sleep: (ms: number): Promise<void> =>
      new Promise((resolve) => {
        const timer = setTimeout(() => ring(), ms);
        ring = () => {
          clearTimeout(timer);
          rung = false;
          ring = () => {};
          resolve();
        };
        if (rung) ring();
      }),
  };
};

const archives = (storage: string) => {
  const known = new Map<string, Archive>();
  return (config: CaptureConfig): Archive => {
    const key = `${config.container} ${config.codec}`;
    const archive = known.get(key) ?? blobArchive(storage, config);
    known.set(key, archive);
    return archive;
  };
};

/**
 * Keeps the events of hubs as Avro files, as Event Hubs Capture does: behind the broker's back, from its own logs, one
 * file after the other. While the blob store is away nothing is lost: the logs wait.
 */
export const startCapture = ({ hubs, folder, storage, now, warn }: CaptureOptions): Capture => {
  const archiveOf = archives(storage);
  const stopping = new AbortController();
  const bell = alarm();
  const unsubscribe: (() => void)[] = [];
  const intervals = new Set<number>();

  const captures = hubs.flatMap(({ hub, config }): PartitionCapture[] => {
    intervals.add(config.intervalMs);
    return hub.partitions.map((log, id) => {
      const path = join(folder, hub.name.toLowerCase(), String(id), 'capture.json');
      const partition = partitionCapture({
        hub: hub.name,
        partition: String(id),
        log,
        config,
        archive: archiveOf(config),
        position: positionFile(path),
        warn,
      });
      unsubscribe.push(log.onCommit(() => partition.isFull() && bell.ring()));
      return partition;
    });
  });

  const untilNext = (): number => {
    const time = now();
    return Math.min(...[...intervals].map((interval) => interval - (time % interval)));
  };

  /** One partition that fails does not keep the others; answers what went wrong first. */
  const runAll = async (): Promise<Error | undefined> => {
    let wrong: Error | undefined;
    for (const partition of captures) {
      if (stopping.signal.aborted) return undefined;
      await partition.run(now(), stopping.signal).catch((error: Error) => (wrong ??= error));
    }
    return wrong;
  };

  const trouble = outage(warn);
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const wrong = await runAll();
      if (!wrong) trouble.ended();
      if (stopping.signal.aborted) return;
      await bell.sleep(wrong ? trouble.failed(wrong) : untilNext());
    }
  };
  const done = loop();

  return {
    stop: async () => {
      stopping.abort();
      for (const off of unsubscribe) off();
      bell.ring();
      await done;
    },
  };
};
