import type { Actor } from '../replayer/replay';

/** Somebody's wish that what a letter carried be erased. */
export interface Erasure {
  v: 1;
  letter: string;
  /** When it was asked for; milliseconds since the epoch. */
  at: number;
  by: Actor;
  /** Why, for people. */
  reason: string;
}

/** Keeps what is to be erased until it is. A store that does not answer throws PlatformError. */
export interface ErasureStore {
  /** Asking again for the same letter changes nothing but who asks, when and why. */
  ask(erasure: Erasure): Promise<void>;
  /** What is to be erased, at most so many. */
  asked(limit: number): Promise<readonly Erasure[]>;
  /** It is erased, or there is nothing to erase. */
  done(letter: string): Promise<void>;
}
