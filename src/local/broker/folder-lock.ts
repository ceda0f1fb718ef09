import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Another broker writes to the folder. */
export class FolderInUseError extends Error {
  constructor(folder: string, pid: number) {
    super(
      `the data folder ${folder} is in use by the broker with process id ${pid}: stop that one, or choose another folder`,
    );
    this.name = 'FolderInUseError';
  }
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/**
 * Claims a folder for this process; a claim whose process is dead counts for nothing.
 * @returns a function that gives it back
 * @throws FolderInUseError
 */
export const lockFolder = async (folder: string): Promise<() => Promise<void>> => {
  await mkdir(folder, { recursive: true });
  const path = join(folder, 'broker.lock');
  const claim = (): Promise<void> => writeFile(path, String(process.pid), { flag: 'wx' });
  try {
    await claim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const pid = Number(await readFile(path, 'utf8'));
    if (pid > 0 && isAlive(pid)) throw new FolderInUseError(folder, pid);
    await rm(path, { force: true });
    await claim();
  }
  return () => rm(path, { force: true });
};
