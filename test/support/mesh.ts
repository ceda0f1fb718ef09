import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runningParts, type Part } from '../../src/local/supervisor/registry';
import { clientOf, type Client } from '../../src/cli/client';
import { addressOf } from '../../src/cli/address';
import type { Ports } from '../../src/local/supervisor/ports';
import type { Role } from '../../src/local/supervisor/roles';

export interface TestMesh {
  data: string;
  ports: Ports;
  client: Client;
  /** A client of another tenant, subject or roles. */
  as(who: { tenant?: string; subject?: string; roles?: string }): Client;
  token(who?: { tenant?: string; subject?: string; roles?: string }): Promise<string>;
  part(role: Role): Part;
  /** `functions`: the process that the role's code runs in; `part`: the whole of it. */
  kill(role: Role, what?: 'functions' | 'part'): void;
  /** What its processes printed so far: on the screen, and to their logs. */
  output(): string;
  stop(): Promise<void>;
}

const freePort = (): Promise<number> =>
  new Promise((done, failed) => {
    const server = createServer().once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(port));
    });
  });

export const freePorts = async (): Promise<Ports> => {
  const names = ['gateway', 'broker', 'issuer', 'blob', 'queue', 'table'] as const;
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await freePort()]))) as Ports;
};

const logsIn = (data: string): string => {
  const folder = join(data, 'logs');
  const files = existsSync(folder) ? readdirSync(folder) : [];
  return files.map((file) => readFileSync(join(folder, file), 'utf8')).join('');
};

const started = async (child: ChildProcess, output: () => string): Promise<void> => {
  const ready = once(child, 'message');
  const gone = once(child, 'exit').then(([code]) => {
    throw new Error(`the mesh did not start (exit code ${code}):\n${output()}`);
  });
  await Promise.race([ready, gone]);
  gone.catch(() => undefined);
};

/** Starts all of the mesh, or a part, as `npm start` does (dist/ must be built), on free ports and a folder of its own. */
export const startTestMesh = async ({
  env = {},
  data,
  ports,
  args = [],
}: {
  env?: Record<string, string>;
  data?: string;
  ports?: Ports;
  /** More of the command line, such as `--without worker`. */
  args?: readonly string[];
} = {}): Promise<TestMesh> => {
  const folder = data ?? mkdtempSync(join(tmpdir(), 'mesh-'));
  const chosen = ports ?? (await freePorts());
  const flags = Object.entries(chosen).flatMap(([name, port]) => [`--${name}-port`, String(port)]);
  const child = fork(resolve('dist/local/start.js'), ['--data', folder, ...flags, ...args], {
    // What the platform waits between two tries proves nothing.
    env: { ...process.env, MESH_HOST_RETRY_MS: '500', ...env },
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  for (const stream of [child.stdout!, child.stderr!])
    stream.on('data', (text: Buffer) => (output = (output + text.toString()).slice(-1_000_000)));
  await started(child, () => output);

  const address = addressOf({ data: folder });
  const token: TestMesh['token'] = async (who = {}) => {
    const answer = await fetch(`http://127.0.0.1:${chosen.issuer}/token?${new URLSearchParams(who)}`);
    return ((await answer.json()) as { access_token: string }).access_token;
  };
  const part = (role: Role) => runningParts(folder).find((one) => one.role === role)!;
  return {
    data: folder,
    ports: chosen,
    client: clientOf(address),
    as: (who) => clientOf({ url: address.url, token: () => token(who) }),
    token,
    part,
    kill: (role, what = 'functions') => {
      const { pid, functionPid } = part(role);
      process.kill(what === 'functions' ? functionPid! : pid!, 'SIGKILL');
    },
    output: () => output + logsIn(folder),
    stop: async () => {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
      if (process.env['MESH_TEST_OUTPUT']) console.log(output + logsIn(folder));
      if (!data) rmSync(folder, { recursive: true, force: true });
      const forced = /^.* did not stop within .*$/m.exec(output);
      if (forced) throw new Error(`a part had to be killed: ${forced[0]}`);
    },
  };
};
