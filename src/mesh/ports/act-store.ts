import type { Actor } from '../replayer/replay';

/** What an operator did with letters: of another tenant, or what cannot be taken back. */
export const ACTS = ['listed', 'grouped', 'read', 'read-content', 'foretold', 'replayed', 'erased'] as const;
export type ActKind = (typeof ACTS)[number];

/** An act of an operator, for whoever asks later. */
export interface Act {
  v: 1;
  id: string;
  /** Milliseconds since the epoch. */
  at: number;
  by: Actor;
  what: ActKind;
  /** Whose letters; `*`: everybody's. */
  tenant: string;
  /** The one letter that it was about, or how many. */
  letter?: string;
  letters?: number;
  /** Why, for people. */
  reason?: string;
}

/** Everybody's letters. */
export const EVERYBODY = '*';

export interface ActQuery {
  /** Acts about this tenant's letters, those about everybody's among them; absent: all acts. */
  tenant?: string;
  cursor?: string;
  limit: number;
}

export interface ActPage {
  acts: readonly Act[];
  /** Absent on the last page. */
  cursor?: string;
}

/** Keeps what operators did; nothing takes it out. A store that does not answer throws PlatformError. */
export interface ActStore {
  /** The same act again changes nothing. */
  record(act: Act): Promise<void>;
  /** Newest first. @throws TerminalError `invalid-cursor` for a cursor that was not given out */
  list(query: ActQuery): Promise<ActPage>;
}
