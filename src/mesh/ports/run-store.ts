import type { Run } from '../planner/run';

export interface StoredRun {
  run: Run;
  etag: string;
}

export interface RunChange {
  run: Run;
  /** Absent for a run that is new. */
  etag?: string;
}

/** An active run that somebody must look at. */
export interface DueRun {
  id: string;
  tenant: string;
  /** Milliseconds since the epoch. */
  dueAt: number;
}

export type Saved = { kind: 'saved'; etag: string } | { kind: 'conflict' };

/** Keeps runs, each with its journal in one write. A store that does not answer throws PlatformError. */
export interface RunStore {
  /** The runs that there are, active and ended. */
  load(ids: readonly string[]): Promise<ReadonlyMap<string, StoredRun>>;
  /** The ETag that loading the run would give, without reading it; undefined where there is no such run. */
  etag(id: string): Promise<string | undefined>;
  /** In the order of the changes; an own write whose answer was lost counts as saved. Ended runs leave the active ones in the same transaction. */
  save(changes: readonly RunChange[]): Promise<readonly Saved[]>;
  /** Active runs whose `dueAt` is at or before the instant (milliseconds), at most `limit`. */
  due(at: number, limit: number): Promise<readonly DueRun[]>;
}
