import { fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import type { TestMesh } from './mesh';

/** Starts a canary with a build of its own beside a mesh that runs. @returns how to stop it */
export const startCanary = async (
  { data }: Pick<TestMesh, 'data'>,
  { app, env }: { app: string; env: Record<string, string> },
): Promise<() => Promise<void>> => {
  const canary = fork(resolve('dist/local/start.js'), ['--data', data, '--only', 'canary', '--app', app], {
    env: { ...process.env, ...env },
    execArgv: [],
    stdio: 'ignore',
  });
  await once(canary, 'message');
  return async () => {
    const gone = once(canary, 'exit');
    canary.kill('SIGTERM');
    await gone;
  };
};
