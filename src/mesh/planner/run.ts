import type { MeshEvent } from '../../contracts/event';
import type { Plan } from '../../contracts/plan';

export type RunStatus =
  'accepted' | 'running' | 'waiting' | 'blocked' | 'completed' | 'failed' | 'expired' | 'cancelled';

export interface Failure {
  code: string;
  message: string;
}

/** A value, or where it is when it is large. */
export type Held = { value: unknown } | { ref: string };

export interface TaskState {
  status: 'dispatched' | 'waiting' | 'completed' | 'failed' | 'expired' | 'deadlettered' | 'cancelled';
  attempt: number;
  /** `id` of the event that made it ready. */
  cause: string;
  /** Enqueued time of that event; milliseconds since the epoch. */
  since: number;
  output?: Held;
  failure?: Failure;
  /** Id of its dead letter. */
  letter?: string;
  /** Claimed when its run was cancelled or expired: its effect may have happened. */
  uncertain?: true;
}

export type StepState =
  { kind: 'task'; task: TaskState } | { kind: 'items'; items: TaskState[] } | { kind: 'skipped' };

/** One entry of a run's journal: what a fold took in, and the ids of what it gave out. */
export interface Fold {
  at: number;
  in: { id: string; type: string; subject?: string; late?: true };
  out: readonly string[];
}

/** One intent being fulfilled: a snapshot and the folds that led to it. Rows of release N are read by N+1. */
export interface Run {
  v: 1;
  id: string;
  tenant: string;
  /** The intent as it came; its data may be elsewhere (`dataref`). */
  intent: MeshEvent;
  /** Of the intent's data and type: the same id with another body is told by it. */
  bodyHash: string;
  agent: { name: string; version: string };
  plan: Plan;
  status: RunStatus;
  acceptedAt: number;
  endedAt?: number;
  /** Milliseconds since the epoch; stands still while the run is blocked. */
  deadline?: number;
  blockedSince?: number;
  /** When somebody must look at the run again if nothing happens; absent once ended. */
  dueAt?: number;
  /** Steps that have started, settled or been skipped. */
  steps: Readonly<Record<string, StepState>>;
  output?: Held;
  /** Ids of intents that came with this run's id and another body. */
  reused?: readonly string[];
  folds: readonly Fold[];
}

const ENDED: ReadonlySet<RunStatus> = new Set(['completed', 'failed', 'expired', 'cancelled']);
export const hasEnded = ({ status }: Pick<Run, 'status'>): boolean => ENDED.has(status);
