import type { Line } from '../planner/line';
import type { Run } from '../planner/run';

export interface StoredRun {
  run: Run;
  etag: string;
}

export interface StoredLine {
  line: Line;
  etag: string;
}

/** A line as it is after a run has moved in it. */
export interface LineChange {
  line: Line;
  /** As the line was read; the same for all changes of one call, which are made one after the other. Absent where nobody was in it. */
  etag?: string;
}

export interface RunChange {
  run: Run;
  /** Absent for a run that is new. */
  etag?: string;
  /** Written with the run or not at all. */
  line?: LineChange;
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
  /** The line of a key; undefined where nobody is in it. */
  line(key: string): Promise<StoredLine | undefined>;
  /** In the order of the changes; an own write whose answer was lost counts as saved. Ended runs leave the active ones in the same transaction. Of those that share a line, none is saved after one that was not. */
  save(changes: readonly RunChange[]): Promise<readonly Saved[]>;
  /** Active runs whose `dueAt` is at or before the instant (milliseconds), at most `limit`. */
  due(at: number, limit: number): Promise<readonly DueRun[]>;
}
