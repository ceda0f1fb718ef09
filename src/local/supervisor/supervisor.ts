import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import eventHubs from '../event-hubs.json';
import { ROLES, UsageError, type Options, type Role } from './options';
import { runPart, type RunningPart } from './part';
import { planOf } from './parts';
import { requirePorts } from './ports-free';
import { provisionStorage } from './provision';
import { leaveRole, takeRole, writePorts } from './registry';

export interface LocalMesh {
  options: Options;
  stop(): Promise<void>;
}

/** What others lean on comes up first; the parts that host functions come up side by side. */
const STAGES: readonly (readonly Role[])[] = [
  ['storage', 'broker', 'issuer'],
  ['gateway', 'planner', 'worker', 'operations'],
];

const takeRoles = (roles: readonly Role[], data: string): void => {
  for (const role of roles) {
    const other = takeRole(data, role);
    if (other === undefined) continue;
    for (const taken of roles.slice(0, roles.indexOf(role))) leaveRole(data, taken);
    throw new UsageError(
      `A mesh (process ${other}) is running on the data folder ${data} already. Stop it, or start this one beside it: npm start -- --data .mesh-2 --port-base 17071.`,
    );
  }
};

const prepare = async (roles: readonly Role[], { data, ports }: Options): Promise<void> => {
  takeRoles(roles, data);
  try {
    await requirePorts(roles, ports);
    mkdirSync(data, { recursive: true });
    writePorts(data, ports);
    writeFileSync(join(data, 'event-hubs.json'), JSON.stringify(eventHubs));
  } catch (error) {
    for (const role of roles) leaveRole(data, role);
    throw error;
  }
};

/** Starts the parts, each a process of its own. @throws UsageError with a sentence for the person at the keyboard */
export const startMesh = async (options: Options, log: (line: string) => void): Promise<LocalMesh> => {
  const roles = options.only ? [options.only] : ROLES;
  await prepare(roles, options);
  const running: RunningPart[] = [];
  // Functions stop before what they lean on, so that what is in flight can be settled.
  const stop = async () => {
    for (const stage of STAGES.toReversed())
      await Promise.all(running.filter(({ part }) => stage.includes(part.role)).map((part) => part.stop()));
    for (const role of roles) leaveRole(options.data, role);
  };
  const startPart = async (role: Role) => {
    running.push(await runPart(planOf(role, options), options.data, log));
    if (role === 'storage') await provisionStorage(options.ports);
  };
  try {
    for (const stage of STAGES) {
      const started = await Promise.allSettled(stage.filter((role) => roles.includes(role)).map(startPart));
      const failed = started.find((result) => result.status === 'rejected');
      if (failed) throw failed.reason;
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return { options, stop };
};
