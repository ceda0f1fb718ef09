import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** Milliseconds of CPU, by the name of a part. */
export type Cpu = Readonly<Record<string, number>>;
/** The processes of a part, by its name. */
export type Processes = Readonly<Record<string, readonly number[]>>;

const TICK_MS = existsSync('/proc') ? 1000 / Number(execFileSync('getconf', ['CLK_TCK'])) : NaN;

/** @throws Error on a system that does not tell */
export const requireProc = (): void => {
  if (!existsSync('/proc/self/stat'))
    throw new Error(
      'The bench reads the cost of processes from /proc, which this system does not have: run it on Linux.',
    );
};

const cpuMsOf = (pid: number): number => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // Fields after the name, which may itself hold spaces: user and system time are the 12th and 13th of them.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
};

const peakMiBOf = (pid: number): number =>
  Number(/VmHWM:\s*(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024;

const overAll = (processes: Processes, of: (pid: number) => number): Record<string, number> =>
  Object.fromEntries(
    Object.entries(processes).map(([part, pids]) => [part, pids.reduce((sum, pid) => sum + of(pid), 0)]),
  );

export const cpuOf = (processes: Processes): Cpu => overAll(processes, cpuMsOf);
/** The largest that the processes of each part have been, added up. */
export const peakOf = (processes: Processes): Record<string, number> => overAll(processes, peakMiBOf);

/** What work cost, by part; the processes must live through it. */
export const costOf = async <T>(
  processes: Processes,
  work: () => Promise<T>,
): Promise<{ result: T; cpu: Cpu }> => {
  const before = cpuOf(processes);
  const result = await work();
  const after = cpuOf(processes);
  return {
    result,
    cpu: Object.fromEntries(Object.entries(after).map(([part, ms]) => [part, ms - before[part]!])),
  };
};
