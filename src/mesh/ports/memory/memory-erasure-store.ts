import type { Erasure, ErasureStore } from '../erasure-store';

/** What is to be erased, in memory. */
export const memoryErasureStore = (): ErasureStore => {
  const asked = new Map<string, Erasure>();
  return {
    ask: async (erasure) => void asked.set(erasure.letter, structuredClone(erasure)),
    asked: async (limit) => structuredClone([...asked.values()].slice(0, limit)),
    done: async (letter) => void asked.delete(letter),
  };
};
