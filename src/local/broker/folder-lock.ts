import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { uptime } from 'node:os';
import { resolve } from 'node:path';
import { isAlive } from '../is-alive';

/** Another broker writes to the folder. */
export class FolderInUseError extends Error {
  constructor(folder: string, pid: number) {
    super(
      `the data folder ${folder} is in use by the broker with process id ${pid}: stop that one, or choose another folder`,
    );
    this.name = 'FolderInUseError';
  }
}

/** What this process holds itself: in a container a dead one's id may well be the same. */
const ours = new Set<string>();

const MARGIN_MS = 10_000;

/** Whether a claim is from before the machine started, when its process id meant another process. */
const isOlderThanMachine = async (path: string): Promise<boolean> => {
  const { mtimeMs } = await stat(path);
  return mtimeMs < Date.now() - uptime() * 1000 - MARGIN_MS;
};

const holderOf = async (path: string): Promise<number | undefined> => {
  const pid = Number(await readFile(path, 'utf8'));
  if (pid === process.pid) return ours.has(path) ? pid : undefined;
  if (!(pid > 0) || !isAlive(pid) || (await isOlderThanMachine(path))) return undefined;
  return pid;
};

const write = async (path: string): Promise<boolean> => {
  try {
    await writeFile(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
};

/**
 * Claims a folder for this process; a claim whose process is dead counts for nothing.
 * @returns a function that gives it back
 * @throws FolderInUseError
 */
export const lockFolder = async (folder: string): Promise<() => Promise<void>> => {
  await mkdir(folder, { recursive: true });
  const path = resolve(folder, 'broker.lock');
  for (let taken = await write(path); !taken; taken = await write(path)) {
    const pid = await holderOf(path);
    if (pid !== undefined) throw new FolderInUseError(folder, pid);
    await rm(path, { force: true });
  }
  ours.add(path);
  return async () => {
    ours.delete(path);
    await rm(path, { force: true });
  };
};
