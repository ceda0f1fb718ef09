import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'mesh-start-'));

export interface Start {
  args: readonly string[];
  env?: Record<string, string>;
  cwd?: string;
}

export interface Started {
  child: ChildProcess;
  /** What it said so far. */
  said: () => string;
  /** Resolves when it has said the words. */
  until: (words: string) => Promise<void>;
  ready: Promise<unknown>;
  ended: Promise<{ code: number | null; said: string }>;
}

/** Does what `npm start` does after the build. */
export const npmStart = ({ args, env = {}, cwd }: Start): Started => {
  const child = fork(resolve('dist/local/start.js'), [...args], {
    execArgv: [],
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    ...(cwd && { cwd }),
  });
  let text = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout!, child.stderr!])
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      for (const listener of listeners) listener();
    });
  return {
    child,
    said: () => text,
    until: (words) =>
      new Promise((done) => {
        const look = () => text.includes(words) && done();
        listeners.add(look);
        look();
      }),
    ready: once(child, 'message'),
    ended: once(child, 'close').then(([code]) => ({ code: code as number | null, said: text })),
  };
};
