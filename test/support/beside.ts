import { fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import type { Role } from '../../src/local/supervisor/roles';
import type { TestMesh } from './mesh';

interface BesideOptions {
  /** The build that it runs. */
  app: string;
  env?: Record<string, string>;
}

/** Starts one part beside a mesh that runs, with a build of its own. @returns how to stop it */
export const startBeside = async (
  { data }: Pick<TestMesh, 'data'>,
  role: Role,
  { app, env = {} }: BesideOptions,
): Promise<() => Promise<void>> => {
  const args = ['--data', data, '--only', role, '--app', app];
  const part = fork(resolve('dist/local/start.js'), args, {
    env: { ...process.env, ...env },
    execArgv: [],
    stdio: 'ignore',
  });
  await once(part, 'message');
  const gone = once(part, 'exit');
  return async () => {
    part.kill('SIGTERM');
    await gone;
  };
};

/** Starts a canary with a build of its own beside a mesh that runs. @returns how to stop it */
export const startCanary = (mesh: Pick<TestMesh, 'data'>, options: BesideOptions) =>
  startBeside(mesh, 'canary', options);
