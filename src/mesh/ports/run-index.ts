import type { RunStatus } from '../planner/run';

/** A run as lists show it. Times are milliseconds since the epoch. */
export interface IndexedRun {
  run: string;
  tenant: string;
  status: RunStatus;
  /** Event type of the intent. */
  type: string;
  subject?: string;
  acceptedAt: number;
  /** When it last changed. */
  at: number;
}

/** A task that waits for a person or an outside system. */
export interface WaitingTask {
  task: string;
  run: string;
  tenant: string;
  skill: string;
  title?: string;
  since: number;
  due?: number;
}

/** What changed about a run. */
export interface RunChange {
  run: IndexedRun;
  /** Tasks that began to wait. */
  waiting: readonly WaitingTask[];
  /** Ids of tasks that wait no more. */
  answered: readonly string[];
}

export interface RunQuery {
  tenant: string;
  status?: RunStatus;
  type?: string;
  subject?: string;
  cursor?: string;
  limit: number;
}

/** A page may hold fewer entries than its limit, or none, and still have a cursor: then there may be more. */
export interface Page<T> {
  items: readonly T[];
  cursor?: string;
}

/**
 * Lists runs, and what waits for people. A store that does not answer throws PlatformError, and a cursor that was not
 * given out a TerminalError `invalid-cursor`.
 */
export interface RunIndex {
  /** Changes may come twice and in any order: an older one never undoes a newer one. */
  write(changes: readonly RunChange[]): Promise<void>;
  /** Newest first, by `acceptedAt`. */
  list(query: RunQuery): Promise<Page<IndexedRun>>;
  /** The most urgent first: by `due`, those without it last. */
  waiting(query: { tenant: string; cursor?: string; limit: number }): Promise<Page<WaitingTask>>;
}
