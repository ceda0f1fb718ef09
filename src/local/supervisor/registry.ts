import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Ports } from './ports';
import { ROLES, type Role } from './roles';
import { isAlive } from '../is-alive';

/** One running part, as others see it. */
export interface Part {
  role: Role;
  /** The process that owns the part's lock and starts it again when it dies. */
  supervisor: number;
  pid?: number;
  /** The process that the functions run in. */
  functionPid?: number;
  address?: string;
  startedAt: string;
  /** How often it was started again after a death: it, or the process that its functions run in. */
  restarts: number;
}

const folder = (data: string) => join(data, 'parts');
const file = (data: string, role: Role) => join(folder(data), `${role}.json`);

/** A file half written by a process that was killed counts as none. */
const read = (path: string): Part | undefined => {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Part;
  } catch {
    return undefined;
  }
};

/** The parts whose supervisor lives, in the order of their start. */
export const runningParts = (data: string): Part[] =>
  ROLES.map((role) => read(file(data, role))).filter(
    (part): part is Part => part !== undefined && isAlive(part.supervisor),
  );

/** Whether the process runs now; one that died is started again in a moment. */
export const isUp = ({ pid }: Part): boolean => pid !== undefined && isAlive(pid);

const isThere = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'EEXIST';

/** Takes a role on this data folder; answers the pid of who has it already. */
export const takeRole = (data: string, role: Role): number | undefined => {
  mkdirSync(folder(data), { recursive: true });
  const part: Part = { role, supervisor: process.pid, startedAt: new Date().toISOString(), restarts: 0 };
  try {
    writeFileSync(file(data, role), JSON.stringify(part), { flag: 'wx' });
    return undefined;
  } catch (error) {
    if (!isThere(error)) throw error;
    const other = read(file(data, role));
    if (other && other.supervisor !== process.pid && isAlive(other.supervisor)) return other.supervisor;
    // Left behind by a supervisor that was killed.
    rmSync(file(data, role), { force: true });
    return takeRole(data, role);
  }
};

/** Whole at any time: who reads it meanwhile finds the one before. */
export const writePart = (data: string, part: Part): void => {
  const path = file(data, part.role);
  writeFileSync(`${path}.new`, JSON.stringify(part));
  renameSync(`${path}.new`, path);
};

export const leaveRole = (data: string, role: Role): void => rmSync(file(data, role), { force: true });

export const writePorts = (data: string, ports: Ports): void => {
  mkdirSync(data, { recursive: true });
  writeFileSync(join(data, 'mesh.json'), JSON.stringify({ ports }, undefined, 2));
};

export const readPorts = (data: string): Ports | undefined => {
  try {
    return (JSON.parse(readFileSync(join(data, 'mesh.json'), 'utf8')) as { ports: Ports }).ports;
  } catch {
    return undefined;
  }
};
