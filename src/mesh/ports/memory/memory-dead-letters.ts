import type { DeadLetter, DeadLetters } from '../dead-letters';

export interface MemoryDeadLetters {
  readonly send: DeadLetters;
  readonly letters: readonly DeadLetter[];
}

/** Dead letters in memory; `letter-1`, `letter-2`, … are their ids. */
export const memoryDeadLetters = (): MemoryDeadLetters => {
  const letters: DeadLetter[] = [];
  return {
    letters,
    send: async (items) => items.map((item) => ({ letter: `letter-${letters.push(item)}` })),
  };
};
