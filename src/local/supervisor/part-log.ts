import { appendFileSync, closeSync, mkdirSync, openSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { screenLine } from './screen-line';
import { seldom } from './seldom';

/** A log that has grown past this at a start is put aside, and the one before it is forgotten. */
const LARGE_BYTES = 10 * 1024 * 1024;

export interface PartLog {
  file: string;
  /** Opens the file for a process to write to; the caller closes it. */
  open(): number;
  /** Keeps what comes from a process's stderr, and shows it to the person at the keyboard. */
  attend(stderr: Readable): void;
  /** The latest lines of stderr. */
  lastWords(): string;
}

export const logFile = (data: string, role: string): string => join(data, 'logs', `${role}.log`);

const putAside = (file: string): void => {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LARGE_BYTES) renameSync(file, file.replace(/\.log$/, '.1.log'));
};

const KEPT_LINES = 20;
/** The same words are shown again after that; the file has each time. */
const REPEAT_MS = 30_000;

/** Where a part's output goes: all of it to a file of its own, warnings and errors to `say` as well. */
export const partLog = (data: string, role: string, say: (line: string) => void): PartLog => {
  const file = logFile(data, role);
  mkdirSync(join(data, 'logs'), { recursive: true });
  putAside(file);
  const latest: string[] = [];
  const isNew = seldom({ everyMs: REPEAT_MS, now: () => performance.now() });
  const take = (line: string): void => {
    latest.push(line);
    if (latest.length > KEPT_LINES) latest.shift();
    appendFileSync(file, `${line}\n`);
    const shown = screenLine(role, line);
    if (shown && isNew(shown)) say(shown);
  };
  return {
    file,
    open: () => openSync(file, 'a'),
    attend: (stderr) => void createInterface({ input: stderr }).on('line', take),
    lastWords: () => latest.join('\n'),
  };
};

/** Runs `use` with the opened log, which is closed here afterwards: the process that was started has its own. */
export const withOpen = <T>(log: PartLog, use: (fd: number) => T): T => {
  const fd = log.open();
  try {
    return use(fd);
  } finally {
    closeSync(fd);
  }
};
