import { join } from 'node:path';
import type { HubConfig } from './config';
import { openPartitionLog } from './log/partition-log';
import type { PartitionLog, PartitionLogOptions } from './log/partition-log';
import { partitionOfKey } from './partition-key';

/** A hub that is being served. */
export type Hub = {
  name: string;
  createdAt: number;
  partitions: readonly PartitionLog[];
  hasGroup(name: string): boolean;
  /** The partition for a key; without a key, each in turn. */
  choose(key: string | undefined): PartitionLog;
  close(): Promise<void>;
};

/** How each partition's log is kept; its folder is `<folder>/<hub>/<partition>`. */
export type LogOptions = Omit<PartitionLogOptions, 'folder'>;

/** All of them, or none: where one cannot be opened the others are closed. */
const openAll = async (folders: readonly string[], options: LogOptions): Promise<PartitionLog[]> => {
  const opened = await Promise.allSettled(folders.map((folder) => openPartitionLog({ ...options, folder })));
  const failed = opened.find((result) => result.status === 'rejected');
  const logs = opened.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  if (!failed) return logs;
  await Promise.all(logs.map((log) => log.close()));
  throw failed.reason;
};

/** Opens a hub with all its partitions; its folder is made by the first event. */
export const openHub = async (config: HubConfig, folder: string, options: LogOptions): Promise<Hub> => {
  const home = join(folder, config.name.toLowerCase());
  const partitions = await openAll(
    Array.from({ length: config.partitions }, (_, id) => join(home, String(id))),
    options,
  );
  const groups = new Set(['$default', ...config.groups.map((name) => name.toLowerCase())]);
  let turn = 0;
  return {
    name: config.name,
    createdAt: options.now(),
    partitions,
    hasGroup: (name) => groups.has(name.toLowerCase()),
    choose: (key) =>
      partitions[key === undefined ? turn++ % partitions.length : partitionOfKey(key, partitions.length)]!,
    close: async () => {
      await Promise.all(partitions.map((partition) => partition.close()));
    },
  };
};

/** The hubs of a namespace by name, whatever its case. */
export type Hubs = { find(name: string): Hub | undefined; all: readonly Hub[] };

export const hubsByName = (all: readonly Hub[]): Hubs => {
  const byName = new Map(all.map((hub) => [hub.name.toLowerCase(), hub]));
  return { all, find: (name) => byName.get(name.toLowerCase()) };
};
