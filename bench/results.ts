import { execFileSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';
import type { Edge } from './measure-edge';
import type { Latency } from './measure-latency';

/** What `bench/results/latest.json` holds. */
export interface Results {
  edge: Edge;
  drain: { claimedTasksPerSecond: number; unclaimedTasksPerSecond: number };
  latency: readonly Latency[];
  /** Milliseconds of CPU for an intent of three tasks: our functions, and the host that they run in. */
  cpuMsPerIntent: number;
  /** With broker, storage and issuer, but not the load generator. */
  cpuMsPerIntentAll: number;
  cpuMsPerIntentByPart: Record<string, number>;
  /** For an intent of three tasks without external effects, in the tables `runs` and `claims`. */
  rowsPerIntent: number;
  rowsPerIntentByTable: Record<string, Record<string, number>>;
  /** Of functions and hosts, each at its largest, added up. */
  peakMiB: number;
  peakMiBByPart: Record<string, number>;
  accepted: number;
  finished: number;
  doubled: number;
  machine: Machine;
  at: string;
  commit: string;
  seconds: number;
}

export interface Machine {
  cpu: string;
  cores: number;
  memoryGiB: number;
  platform: string;
  node: string;
  /** Of the minute before: other work on the machine. */
  loadBefore: number;
}

/** A single intent at no less than this share of the empty function. */
export const BAR = 0.7;

export const machineOf = (): Machine => ({
  cpu: cpus()[0]?.model.trim() ?? 'unknown',
  cores: cpus().length,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  platform: `${process.platform} ${process.arch}`,
  node: process.version,
  loadBefore: Math.round(loadavg()[0]! * 100) / 100,
});

export const commitOf = (): string => {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
};

/** What must hold, and does not: a sentence each. */
export const faultsIn = ({
  edge,
  accepted,
  finished,
  doubled,
  refused,
}: Pick<Results, 'accepted' | 'finished' | 'doubled'> & {
  edge: Pick<Edge, 'singlePerSecond' | 'emptyFunctionPerSecond'>;
  refused: number;
}): string[] => {
  const share = edge.singlePerSecond / edge.emptyFunctionPerSecond;
  return [
    refused > 0 && `${refused} requests were not taken`,
    accepted !== finished && `${accepted} intents were accepted, and ${finished} finished`,
    doubled !== 0 && `${doubled} external effects happened more or less than once`,
    !(share >= BAR) &&
      `a single intent is taken at ${share.toFixed(2)} of the empty function's rate; the bar is ${BAR}`,
  ].filter((fault) => fault !== false);
};
