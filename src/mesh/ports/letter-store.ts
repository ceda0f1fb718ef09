import type { Letter, LetterState, LetterSummary, OpenState } from '../letters/letter';

export interface StoredLetter {
  letter: Letter;
  etag: string;
}

export interface LetterChange {
  letter: Letter;
  /** Absent for a letter that is new. */
  etag?: string;
}

export type SavedLetter = { kind: 'saved'; etag: string } | { kind: 'conflict' };

export interface LetterQuery {
  tenant: string;
  fingerprint?: string;
  /** Of the event. */
  type?: string;
  state?: LetterState;
  /** By when it first became a dead letter: from and to, both included; milliseconds since the epoch. */
  from?: number;
  to?: number;
  /** Only letters that come behind this one in the list, whether it is still there or not. */
  after?: { firstAt: number; id: string };
  cursor?: string;
  limit: number;
}

export interface LetterPage {
  letters: readonly LetterSummary[];
  /** Absent on the last page; a page may hold fewer letters than its limit, or none, and still not be the last. */
  cursor?: string;
}

/** Keeps dead letters. A store that does not answer throws PlatformError. */
export interface LetterStore {
  /** The letters that there are; an id that is unknown is absent. */
  load(ids: readonly string[]): Promise<ReadonlyMap<string, StoredLetter>>;
  /**
   * In the order of the changes. A letter whose ETag is not the latest, or that is new and known already, is a `conflict`:
   * load it and decide again. Tenant and `firstAt` of a letter never change.
   */
  save(changes: readonly LetterChange[]): Promise<readonly SavedLetter[]>;
  /** Letters in this state whose `dueAt` is at or before the instant (milliseconds), the longest due first. */
  due(state: LetterState, at: number, limit: number): Promise<readonly StoredLetter[]>;
  /** Newest first, by `firstAt`. @throws TerminalError `invalid-cursor` for a cursor that was not given out */
  search(query: LetterQuery): Promise<LetterPage>;
  /** Tenants that have letters, at most so many, in an order that stays. */
  tenants(limit: number): Promise<readonly string[]>;
  /** How many letters of all tenants are in each open state; of very many, not all are counted. */
  countOpen(): Promise<Readonly<Record<OpenState, number>>>;
}
