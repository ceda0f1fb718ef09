/** Things of a store that may go together. */
export interface OldBatch {
  /** Never empty. */
  ids: readonly string[];
  /** Takes them out; what is gone already is no fault. */
  remove(): Promise<void>;
}

/** A store that grows: what is old in it, and done with, may go. A store that does not answer throws PlatformError. */
export interface Clearable {
  /** What was last written before the instant (milliseconds since the epoch) and that nobody can go on with any more. */
  old(before: number): AsyncIterable<OldBatch>;
}
