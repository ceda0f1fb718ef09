import type { MeshEvent } from '../../contracts/event';

export interface Delayed {
  event: MeshEvent;
  /** Milliseconds since the epoch. */
  notBefore: number;
}

/** Brings events back later; never performs anything itself. */
export interface DelayQueue {
  send(items: readonly Delayed[]): Promise<void>;
}
