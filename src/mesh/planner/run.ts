import type { MeshEvent, Priority } from '../../contracts/event';
import type { Plan } from '../../contracts/plan';

export type RunStatus =
  'accepted' | 'running' | 'waiting' | 'blocked' | 'completed' | 'failed' | 'expired' | 'cancelled';

export interface Failure {
  code: string;
  message: string;
}

/** A value, or where it is when it is large. */
export type Kept = { value: unknown } | { ref: string };

/** The same, or where it is when it is restricted, beside what of it may be seen. */
export type Held = Kept | { sealed: string; shown: Kept };

export interface TaskState {
  /** `cancelled`: its run ended without waiting for it; what becomes of it is still recorded. */
  status: 'dispatched' | 'waiting' | 'completed' | 'failed' | 'expired' | 'deadlettered' | 'cancelled';
  attempt: number;
  /** `id` of the event that made it ready. */
  cause: string;
  /** Enqueued time of that event; milliseconds since the epoch. */
  since: number;
  /** How long it may last, where that is long: so much later is it silent. Milliseconds. */
  lasts?: number;
  /** Chosen for it by the plan; absent where it travels in its intent's. */
  lane?: Priority;
  /** Emitted again for want of an answer: when last, and how often. */
  again?: { at: number; times: number };
  /** When its worker last said that it is at it. */
  heard?: number;
  /** Its result came before the task was due: by the order of its arrival alone. */
  early?: true;
  /** For tasks of people and outside systems: the folds in which it began and ceased to wait. */
  waited?: { from: number; to?: number };
  output?: Held;
  failure?: Failure;
  /** Id of its dead letter. */
  letter?: string;
  /** Claimed when its run was cancelled or expired: its effect may have happened. */
  uncertain?: true;
}

/** Under `forEach`: one task an item, null where nothing is known of one yet. */
export interface ItemsState {
  kind: 'items';
  /** How many items there are; absent until the step is due. */
  of?: number;
  items: readonly (TaskState | null)[];
  /** The list itself was at fault. */
  failure?: Failure;
}

export type StepState = { kind: 'task'; task: TaskState } | ItemsState | { kind: 'skipped' };

/** One entry of a run's journal: what a fold took in, and the ids of what it gave out. */
export interface Fold {
  /** From 1. Folds that only repeated something are given up in time, so numbers may be missing. */
  n: number;
  at: number;
  in: {
    id: string;
    type: string;
    subject?: string;
    late?: true;
    /** Who gave the command, or asked for the replay that this came of. */
    by?: string;
    /** The replay that had brought the task back. */
    replay?: string;
  };
  out: readonly string[];
  /** The run's status after it, where it told the world that it changed. */
  status?: RunStatus;
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
  /** Schema key of its output. */
  outputSchema: string;
  status: RunStatus;
  acceptedAt: number;
  endedAt?: number;
  /** Milliseconds since the epoch; stands still while the run is blocked, and moves by that time afterwards. */
  deadline?: number;
  blockedSince?: number;
  /** When somebody must look at the run again if nothing happens; absent once ended. */
  dueAt?: number;
  /**
   * What it does in the order of its key, by step: the skill, without its version. Without a key it is its own. `left`:
   * by which skills it stands in the line of its key.
   */
  ordered?: { key?: string; steps: Readonly<Record<string, string>>; left?: readonly string[] };
  /** Steps could start, were other runs not before this one in the line of its key: since when, and when it last looked. */
  held?: { since: number; again?: { at: number; times: number } };
  /** Steps that have started, settled or been skipped. */
  steps: Readonly<Record<string, StepState>>;
  /** Never restricted: whoever may see the run may see it. */
  output?: Kept;
  /** Why it failed though no step did: its output does not fit. What step failed is seen by the steps. */
  failure?: Failure;
  /** Why it was cancelled, for people. */
  reason?: string;
  /** Bytes of the outputs that are kept inline, as JSON. */
  inline: number;
  /** Its restricted data was to be erased: since when, by whom, and why. `cause` is the command's id. */
  erased?: { at: number; cause: string; by?: string; reason?: string };
  /** Intents that came with this run's id and another body, by its hash. */
  reused?: readonly { at: number; bodyHash: string }[];
  folds: readonly Fold[];
}

export const ENDED: readonly RunStatus[] = ['completed', 'failed', 'expired', 'cancelled'];
export const hasEnded = ({ status }: Pick<Run, 'status'>): boolean => ENDED.includes(status);
