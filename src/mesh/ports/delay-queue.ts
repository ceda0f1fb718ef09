import type { MeshEvent } from '../../contracts/event';

export interface Delayed {
  event: MeshEvent;
  /** Milliseconds since the epoch. */
  notBefore: number;
}

/** What a queue holds: the event, or where it is when it is larger than a message may be. */
export type DelayedMessage = Delayed | { ref: string; notBefore: number };

/** Brings events back later; never performs anything itself. A queue that does not answer throws PlatformError. */
export interface DelayQueue {
  send(items: readonly Delayed[]): Promise<void>;
}
