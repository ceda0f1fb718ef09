import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build, stop as stopEsbuild } from 'esbuild';
import { brokerConfig, connectionStringFor } from '../../support/broker';
import type { TestHubs } from '../../support/broker';

/** A broker in a process of its own. */
export type BrokerProcess = {
  child: ChildProcess;
  port: number;
  connectionString: string;
  /** Ends it, and resolves when it is gone. */
  kill(signal: NodeJS.Signals): Promise<number | null>;
};

export type BrokerProcesses = {
  folder: string;
  start(options?: { port?: number; data?: string; env?: Record<string, string> }): Promise<BrokerProcess>;
  /** Runs it with arguments of its own, until it ends by itself. */
  run(...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }>;
  config: string;
  stop(): Promise<void>;
};

/** Where the bundle finds its packages: not in a temporary folder. */
const bundled = async (): Promise<string> => {
  const outfile = resolve(`dist/test/broker-main-${process.pid}-${process.env['JEST_WORKER_ID'] ?? '0'}.js`);
  await build({
    entryPoints: ['src/local/broker-main.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    packages: 'external',
    logLevel: 'warning',
  });
  await stopEsbuild();
  return outfile;
};

const textOf = (stream: NodeJS.ReadableStream): (() => string) => {
  let text = '';
  stream.on('data', (chunk) => (text += String(chunk)));
  return () => text;
};

/** Builds the broker once, and starts it as often as a test kills it; all share one data folder. */
export const brokerProcesses = async (hubs: TestHubs): Promise<BrokerProcesses> => {
  const main = await bundled();
  const folder = await mkdtemp(join(tmpdir(), 'mesh-broker-process-'));
  const config = join(folder, 'Config.json');
  await writeFile(config, JSON.stringify(brokerConfig(hubs)));
  const children = new Set<ChildProcess>();
  let stopped = false;

  const forked = (args: string[], env: Record<string, string> = {}): ChildProcess => {
    // A test that ran out of time may still be at work.
    if (stopped) throw new Error('no broker is started once the test is over');
    const child = fork(main, args, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      execArgv: [],
    });
    children.add(child);
    child.on('exit', () => children.delete(child));
    return child;
  };

  return {
    folder,
    config,
    start: async ({ port = 0, data = join(folder, 'data'), env } = {}) => {
      const child = forked(['--port', String(port), '--data', data, '--config', config], env);
      const died = once(child, 'exit').then(([code]) =>
        Promise.reject(new Error(`the broker ended with ${code}`)),
      );
      const [ready] = (await Promise.race([once(child, 'message'), died])) as [{ ready: true; port: number }];
      died.catch(() => {});
      const kill = async (signal: NodeJS.Signals): Promise<number | null> => {
        const gone = once(child, 'exit');
        child.kill(signal);
        return (await gone)[0] as number | null;
      };
      return { child, port: ready.port, connectionString: connectionStringFor(ready.port), kill };
    },
    run: async (...args) => {
      const child = forked(args);
      const stdout = textOf(child.stdout!);
      const stderr = textOf(child.stderr!);
      const [code] = (await once(child, 'close')) as [number | null];
      return { code, stdout: stdout(), stderr: stderr() };
    },
    stop: async () => {
      stopped = true;
      for (const child of children) child.kill('SIGKILL');
      await rm(main, { force: true });
      await rm(folder, { recursive: true, force: true });
    },
  };
};
