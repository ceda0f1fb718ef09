import { archiveNames, type ArchiveFile } from '../../contracts/capture';
import type { ArchiveSource } from './source';

/** A span of time in milliseconds, from its first moment to the first after it. */
export interface Window {
  from: number;
  to: number;
}

export interface FoundFile extends ArchiveFile {
  name: string;
  bytes: number;
}

export interface FileQuery extends Window {
  source: ArchiveSource;
  nameFormat: string;
  namespace?: string;
  /** Lower case; all hubs if absent. */
  hubs?: readonly string[];
  /** How far the time in a file's name may be from the events that it holds. */
  slackMs: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Older first; of one time by hub and partition, so that an order never depends on the store. */
const inOrder = (one: FoundFile, other: FoundFile): number =>
  one.at - other.at || one.hub.localeCompare(other.hub) || Number(one.partition) - Number(other.partition);

/**
 * The files that may hold events of a window, in order. Folders whose names say that they hold none are not looked
 * into, and from the day on all is listed at once: a day of one partition is a page or two.
 */
export const findFiles = async (query: FileQuery): Promise<FoundFile[]> => {
  const { source, nameFormat, from, to, slackMs } = query;
  const names = archiveNames(nameFormat);

  const isWanted = ({ namespace, hub }: { namespace?: string; hub?: string }): boolean =>
    (!namespace || !query.namespace || namespace === query.namespace) &&
    (!hub || !query.hubs || query.hubs.includes(hub.toLowerCase()));
  const mayHold = (period: { from: number; until: number }): boolean =>
    period.until > from - slackMs && period.from < to + slackMs;

  const found: FoundFile[] = [];
  const listAll = async (prefix: string): Promise<void> => {
    for await (const { name, bytes } of source.files(prefix)) {
      const file = names.file(name);
      if (file && isWanted(file) && mayHold({ from: file.at, until: file.at + 1 }))
        found.push({ ...file, name, bytes });
    }
  };
  const look = async (prefix: string): Promise<void> => {
    const folder = names.folder(prefix);
    if (!folder || !isWanted(folder)) return;
    const { period } = folder;
    if (period && !mayHold(period)) return;
    if (period && period.until - period.from <= DAY_MS) return listAll(prefix);
    if (names.isDeepest(prefix)) return listAll(prefix);
    for await (const below of source.folders(prefix)) await look(below);
  };

  await look('');
  return found.toSorted(inOrder);
};
