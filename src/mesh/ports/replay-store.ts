import type { Replay, ReplayItem } from '../replayer/replay';

export interface StoredReplay {
  replay: Replay;
  etag: string;
}

/** An item that has become another, and the replay that it is of. */
export interface SettledItem extends ReplayItem {
  replay: string;
}

export interface ReplayPage {
  replays: readonly Replay[];
  /** Absent on the last page. */
  cursor?: string;
}

/** Keeps replays and their frozen sets. A store that does not answer throws PlatformError. */
export interface ReplayStore {
  /** Freezes the set: `replay.total` letters. Creating the same replay again changes nothing. */
  create(replay: Replay, letters: readonly string[]): Promise<void>;
  load(id: string): Promise<StoredReplay | undefined>;
  /** `conflict` when the ETag is not the latest. */
  save(replay: Replay, etag: string): Promise<'saved' | 'conflict'>;
  /** Ids of replays that have letters to send, the oldest first where that is known. */
  active(limit: number): Promise<readonly string[]>;
  /** A tenant's replays, newest first. @throws TerminalError `invalid-cursor` for a cursor that was not given out */
  list(query: { tenant: string; cursor?: string; limit: number }): Promise<ReplayPage>;
  /** Items from this place on, in their order. */
  items(id: string, from: number, limit: number): Promise<readonly ReplayItem[]>;
  /** Writes what became of items; doing it twice is doing it once. */
  settle(items: readonly SettledItem[]): Promise<void>;
}
