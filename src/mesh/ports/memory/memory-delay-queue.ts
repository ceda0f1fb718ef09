import type { Delayed, DelayQueue } from '../delay-queue';

export interface MemoryDelayQueue extends DelayQueue {
  readonly items: readonly Delayed[];
  /** Takes out what is due at the instant (milliseconds since the epoch). */
  takeDue(at: number): readonly Delayed[];
  /** When the first item is due; undefined when nothing waits. */
  next(): number | undefined;
}

/** A queue in memory that keeps what must wait until it is taken. */
export const memoryDelayQueue = (): MemoryDelayQueue => {
  const items: Delayed[] = [];
  return {
    items,
    send: async (added) => void items.push(...structuredClone([...added])),
    takeDue: (at) => {
      const due = items.filter(({ notBefore }) => notBefore <= at);
      items.splice(0, items.length, ...items.filter(({ notBefore }) => notBefore > at));
      return due;
    },
    next: () =>
      items.reduce<number | undefined>(
        (first, { notBefore }) => Math.min(first ?? notBefore, notBefore),
        undefined,
      ),
  };
};
