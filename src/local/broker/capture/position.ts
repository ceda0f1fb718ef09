import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** How far a partition has been captured. */
export interface Position {
  /** The sequence number of the first event that is in no file. */
  next: number;
  /** What the newest file's name says. */
  at: number;
}

export interface PositionStore {
  read(): Promise<Position>;
  write(position: Position): Promise<void>;
}

const START: Position = { next: 0, at: 0 };

/** Keeps a position in a file that is whole at any time. */
export const positionFile = (path: string): PositionStore => ({
  read: async () => {
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    return text === undefined ? START : (JSON.parse(text) as Position);
  },
  write: async (position) => {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(`${path}.new`, 'w');
    try {
      await file.writeFile(JSON.stringify(position));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(`${path}.new`, path);
  },
});
