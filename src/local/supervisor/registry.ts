import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Ports, Role } from './options';

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
  restarts: number;
}

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

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

/** The parts whose supervisor lives. */
export const runningParts = (data: string): Part[] => {
  try {
    return readdirSync(folder(data))
      .map((name) => read(join(folder(data), name)))
      .filter((part): part is Part => part !== undefined && alive(part.supervisor));
  } catch {
    return [];
  }
};

/** Takes a role on this data folder; answers the pid of who has it already. */
export const takeRole = (data: string, role: Role): number | undefined => {
  mkdirSync(folder(data), { recursive: true });
  const part: Part = { role, supervisor: process.pid, startedAt: new Date().toISOString(), restarts: 0 };
  try {
    writeFileSync(file(data, role), JSON.stringify(part), { flag: 'wx' });
    return undefined;
  } catch {
    const other = read(file(data, role));
    if (other && other.supervisor !== process.pid && alive(other.supervisor)) return other.supervisor;
    // Left behind by a supervisor that was killed.
    rmSync(file(data, role), { force: true });
    return takeRole(data, role);
  }
};

export const writePart = (data: string, part: Part): void =>
  writeFileSync(file(data, part.role), JSON.stringify(part));
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
