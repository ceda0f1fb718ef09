import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build, stop as stopEsbuild } from 'esbuild';
import { tablesAt } from '../../support/tables';

/** The table service in a process of its own. */
export interface TablesProcess {
  port: number;
  connectionString: string;
  /** Ends it, and resolves when it is gone. */
  kill(signal: NodeJS.Signals): Promise<number | null>;
}

export interface TablesProcesses {
  folder: string;
  start(options?: { port?: number }): Promise<TablesProcess>;
  /** Runs it with arguments of its own, until it ends by itself. */
  run(...args: string[]): Promise<{ code: number | null; stderr: string }>;
  stop(): Promise<void>;
}

/** Where the bundle finds its packages: not in a temporary folder. */
const bundled = async (): Promise<string> => {
  const outfile = resolve(`dist/test/tables-main-${process.pid}-${process.env['JEST_WORKER_ID'] ?? '0'}.js`);
  await build({
    entryPoints: ['src/local/tables-main.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    packages: 'external',
    logLevel: 'warning',
  });
  await stopEsbuild();
  return outfile;
};

/** Builds the service once, and starts it as often as a test kills it; all share one folder. */
export const tablesProcesses = async (): Promise<TablesProcesses> => {
  const main = await bundled();
  const folder = mkdtempSync(join(tmpdir(), 'mesh-tables-process-'));
  const children = new Set<ChildProcess>();
  const forked = (args: string[]): ChildProcess => {
    const child = fork(main, args, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], execArgv: [] });
    children.add(child);
    child.on('exit', () => children.delete(child));
    return child;
  };
  return {
    folder,
    start: async ({ port = 0 } = {}) => {
      const child = forked(['--port', String(port), '--data', folder]);
      const died = once(child, 'exit').then(([code]) =>
        Promise.reject(new Error(`the tables ended with ${code}`)),
      );
      const [ready] = (await Promise.race([once(child, 'message'), died])) as [{ port: number }];
      died.catch(() => {});
      return {
        port: ready.port,
        connectionString: tablesAt(ready.port),
        kill: async (signal) => {
          const gone = once(child, 'exit');
          child.kill(signal);
          return (await gone)[0] as number | null;
        },
      };
    },
    run: async (...args) => {
      const child = forked(args);
      let stderr = '';
      child.stderr!.on('data', (text) => (stderr += String(text)));
      const [code] = (await once(child, 'close')) as [number | null];
      return { code, stderr };
    },
    stop: async () => {
      const gone = [...children].map((child) => once(child, 'exit'));
      for (const child of children) child.kill('SIGKILL');
      await Promise.all(gone);
      rmSync(main, { force: true });
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
