import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import eventHubs from '../event-hubs.json';
import type { Options } from './options';
import { runPart, type RunningPart } from './part';
import { logFile } from './part-log';
import { planOf } from './parts';
import { requirePorts } from './ports-free';
import { preflight } from './preflight';
import { provisionStorage, provisionTables } from './provision';
import { leaveRole, takeRole, writePorts } from './registry';
import { type Role } from './roles';
import { rolesOf } from './tables-choice';
import { UsageError } from './usage-error';

export interface LocalMesh {
  options: Options;
  /** Has all functions loaded anew; what keeps the mesh's state stays as it is. @throws Error (rejects) where they do not load: those before go on */
  reload(): Promise<void>;
  stop(): Promise<void>;
}

/** Who starts a mesh: hears what happens to it, and may change its mind. */
export interface Attendant {
  say: (line: string) => void;
  /** Stops the mesh, also one that is still starting. */
  signal?: AbortSignal;
}

const HOSTS: readonly Role[] = ['gateway', 'planner', 'worker', 'operations', 'canary', 'worker-2'];

/** What others lean on comes up first; the parts that host functions come up side by side. */
const STAGES: readonly (readonly Role[])[] = [['storage', 'tables', 'broker', 'issuer'], HOSTS];

/** A part that is not ready by then is spoken of. */
const SLOW_MS = 20_000;

const runsAlready = (role: Role, { data, roles }: Options, pid: number): UsageError =>
  new UsageError(
    roles
      ? `${role} runs already on the data folder ${data}, started by process ${pid}. Stop that one, or start it without: npm start -- --without ${role}.`
      : `A mesh (process ${pid}) is running on the data folder ${data} already. Stop it, or start this one beside it with --data .mesh-2 --port-base 17071.`,
  );

const takeRoles = (roles: readonly Role[], options: Options): void => {
  for (const role of roles) {
    const other = takeRole(options.data, role);
    if (other === undefined) continue;
    for (const taken of roles.slice(0, roles.indexOf(role))) leaveRole(options.data, taken);
    throw runsAlready(role, options, other);
  }
};

const prepare = async (roles: readonly Role[], options: Options): Promise<void> => {
  const { data, ports, tables } = options;
  preflight(options);
  takeRoles(roles, options);
  try {
    await requirePorts(roles, { ports, tables });
    writePorts(data, ports);
    writeFileSync(join(data, 'event-hubs.json'), JSON.stringify(eventHubs));
  } catch (error) {
    for (const role of roles) leaveRole(data, role);
    throw error;
  }
};

/** Rejects when the signal says so. */
const aborted = (signal: AbortSignal | undefined): Promise<never> =>
  new Promise((_, reject) => {
    if (signal?.aborted) return reject(signal.reason as Error);
    signal?.addEventListener('abort', () => reject(signal.reason as Error));
  });

const speakOfSlow = async (part: RunningPart, { data }: Options, say: Attendant['say']): Promise<void> => {
  const { role } = part.part;
  const timer = setTimeout(
    () => say(`${role} is not ready yet; what it says is in ${relative('.', logFile(data, role))}`),
    SLOW_MS,
  );
  await part.ready.finally(() => clearTimeout(timer));
};

/** Starts the parts, each a process of its own. @throws UsageError with a sentence for the person at the keyboard */
export const startMesh = async (options: Options, { say, signal }: Attendant): Promise<LocalMesh> => {
  const roles = rolesOf(options);
  await prepare(roles, options);
  say(`Starting ${options.roles?.join(', ') ?? 'the mesh'} …`);
  const running: RunningPart[] = [];

  // Functions stop before what they lean on, so that what is in flight can be settled.
  const stopAll = async (): Promise<void> => {
    for (const stage of STAGES.toReversed())
      await Promise.all(running.filter(({ part }) => stage.includes(part.role)).map((part) => part.stop()));
    for (const role of roles) leaveRole(options.data, role);
  };
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopping ??= stopAll());

  const startPart = async (role: Role): Promise<void> => {
    const part = runPart(planOf(role, options), { data: options.data, say });
    running.push(part);
    await speakOfSlow(part, options, say);
    if (role === 'storage') await provisionStorage(options.ports);
    const keepsTables = role === 'tables' || (role === 'storage' && options.tables === 'azurite');
    if (keepsTables) await provisionTables(options.ports);
  };
  const startAll = async (): Promise<void> => {
    for (const stage of STAGES) {
      if (stopping) return;
      await Promise.all(stage.filter((role) => roles.includes(role)).map(startPart));
    }
  };

  try {
    await Promise.race([startAll(), aborted(signal)]);
  } catch (error) {
    await stop();
    throw error;
  }
  const reload = async (): Promise<void> => {
    const hosts = running.filter(({ part }) => HOSTS.includes(part.role));
    await Promise.all(hosts.map((host) => host.reload()));
  };
  return { options, reload, stop };
};
