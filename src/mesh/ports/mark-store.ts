/** The batch being worked on, written before it is: how a successor learns that a batch killed its process. */
export interface Mark {
  /** Range of sequence numbers, both ends included. */
  from: number;
  to: number;
  /** When the last event of the range was enqueued: a hub that was made anew counts from 0 again, but later. */
  until: number;
  /** How often this range was begun by processes that did not live to end it, this time included; 0: it is not under way. */
  tries: number;
  /** In careful mode: the one event under way. What comes before it in the range is settled. */
  event?: { sequence: number; tries: number };
}

/** A store that does not answer throws PlatformError. */
export interface MarkStore {
  read(group: string, partition: string): Promise<Mark | undefined>;
  write(group: string, partition: string, mark: Mark): Promise<void>;
}
