import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { startHost } from '../../../src/local/host';
import type { HostOptions, RunningHost } from '../../../src/local/host';

export type Action = 'return' | 'throw' | 'die' | 'hang';

/** What the functions of the fixture say, each its part of it. */
export interface Told {
  events: unknown[];
  message: unknown;
  isPastDue: boolean;
  query: string | null;
  retryContext: Record<string, unknown> | undefined;
  triggerMetadata: Record<string, unknown> & { systemPropertiesArray: Record<string, unknown>[] };
}

export interface Seen {
  functionName: string;
  seen: Told;
}

/** What the functions of the fixture told, and what they are told to do. */
export interface Probe {
  url: string;
  seen: Seen[];
  /** Resolves with what a function told, the nth time that it does (from 1). */
  told(functionName: string, times?: number): Promise<Seen>;
  /** Answers the calls of a function, one after the other; the last answer repeats. */
  answer(functionName: string, ...actions: Action[]): void;
  reset(): void;
  close(): Promise<void>;
}

export const startProbe = async (): Promise<Probe> => {
  const seen: Seen[] = [];
  const answers = new Map<string, Action[]>();
  let watchers: (() => void)[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const told = JSON.parse(Buffer.concat(chunks).toString()) as Seen;
      seen.push(told);
      const actions = answers.get(told.functionName) ?? ['return'];
      response.end(JSON.stringify({ action: actions.length > 1 ? actions.shift() : actions[0] }));
      for (const wake of watchers.splice(0)) wake();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const of = (functionName: string): Seen[] => seen.filter((one) => one.functionName === functionName);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    seen,
    told: async (functionName, times = 1) => {
      while (of(functionName).length < times) await new Promise<void>((resolve) => watchers.push(resolve));
      return of(functionName)[times - 1]!;
    },
    answer: (functionName, ...actions) => void answers.set(functionName, actions),
    reset: () => {
      seen.length = 0;
      answers.clear();
      watchers = [];
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};

export interface FixtureApp {
  root: string;
  worker: string;
  write(file: string, content: string | object): void;
  remove(): void;
}

/** Builds the fixture's app as the mesh is built, into a folder of its own, and the function process beside it. */
export const buildFixture = async (entry = 'test/local/host/fixture/app.ts'): Promise<FixtureApp> => {
  const root = mkdtempSync(join(tmpdir(), 'mesh-host-'));
  const worker = join(root, 'worker-main.js');
  const common = {
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    logLevel: 'silent',
  } as const;
  await build({
    ...common,
    entryPoints: [entry],
    outfile: join(root, 'dist/functions/index.js'),
    external: ['@azure/functions-core'],
  });
  await build({
    ...common,
    entryPoints: ['src/local/worker-main.ts'],
    outfile: worker,
    packages: 'external',
  });
  const write = (file: string, content: string | object): void =>
    writeFileSync(join(root, file), typeof content === 'string' ? content : JSON.stringify(content));
  write('package.json', { main: 'dist/functions/*.js' });
  write('host.json', { version: '2.0' });
  return { root, worker, write, remove: () => rmSync(root, { recursive: true, force: true }) };
};

/** Starts a host on the fixture with the settings that its bindings need, and others on top. */
export const startFixtureHost = (
  { root, worker }: FixtureApp,
  probe: Probe,
  env: NodeJS.ProcessEnv = {},
  options: Partial<HostOptions> = {},
): Promise<RunningHost> =>
  startHost({
    root,
    worker,
    env: { ...quiet, PROBE_URL: probe.url, ...env },
    write: () => undefined,
    ...options,
  });

const quiet: NodeJS.ProcessEnv = {
  PATH: process.env['PATH'],
  QUEUE_NAME: 'unused',
  TIMER: '0 0 0 1 1 *',
  AzureWebJobsStorage: 'UseDevelopmentStorage=true',
  'AzureWebJobs.queue.Disabled': 'true',
  'AzureWebJobs.timer.Disabled': 'true',
  'AzureWebJobs.switched-off.Disabled': '1',
};
