/** The batch being worked on, written before it is: how a successor learns that a batch killed its process. */
export interface Mark {
  /** Range of sequence numbers, both ends included. */
  from: number;
  to: number;
  /** How often this range was begun. */
  tries: number;
  /** In careful mode: the one event under way. */
  event?: { sequence: number; tries: number };
}

/** A store that does not answer throws PlatformError. */
export interface MarkStore {
  read(group: string, partition: string): Promise<Mark | undefined>;
  write(group: string, partition: string, mark: Mark): Promise<void>;
}
