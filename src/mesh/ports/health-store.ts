/** What the monitor saw of one reader of a hub. Times are milliseconds since the epoch. */
export interface ReaderHealth {
  hub: string;
  group: string;
  /** When the monitor looked: the same for all that it looked at together. */
  at: number;
  /** Events that wait; absent where the hub did not answer. */
  events?: number;
  /** When the oldest of them came, where that is known. */
  oldestAt?: number;
  /** Events that ever came to the hub. */
  arrived?: number;
  /** Events a second since the look before: what came, and what the reader was done with. */
  rate?: { in: number; out: number };
}

/** Keeps the latest look at each reader. A store that does not answer throws PlatformError. */
export interface HealthStore {
  write(looks: readonly ReaderHealth[]): Promise<void>;
  /** Those of the latest look; what was looked at before, and is not any more, is left out. */
  read(): Promise<readonly ReaderHealth[]>;
}
