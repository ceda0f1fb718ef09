import { runningParts } from '../src/local/supervisor/registry';
import type { Options } from '../src/local/supervisor/options';
import type { Role } from '../src/local/supervisor/roles';
import { startMesh, type LocalMesh } from '../src/local/supervisor/supervisor';
import type { Processes } from './processes';

/** Parts that were started together. */
export interface Parts {
  /** Their processes; a part that hosts functions has two. */
  processes(): Processes;
  stop(): Promise<void>;
}

const quiet = () => undefined;

/** Starts some parts of a mesh, one after another, and says so when they are up. */
export const startParts = async (roles: readonly Role[], options: Options): Promise<Parts> => {
  const running: LocalMesh[] = [];
  const stop = async () => {
    await Promise.all(running.map((mesh) => mesh.stop()));
  };
  try {
    for (const role of roles) running.push(await startMesh({ ...options, roles: [role] }, { say: quiet }));
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    stop,
    processes: () =>
      Object.fromEntries(
        runningParts(options.data)
          .filter(({ role }) => roles.includes(role))
          .map(({ role, pid, functionPid }) => [
            role,
            [pid, functionPid].filter((found) => found !== undefined),
          ]),
      ),
  };
};
