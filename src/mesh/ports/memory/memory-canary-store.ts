import type { Tally } from '../../canary/tally';
import type { CanaryStore, TallyKey } from '../canary-store';
import { inOneBatch } from './in-one-batch';

/** What the canary compared, in memory. */
export const memoryCanaryStore = (): CanaryStore => {
  const rows = new Map<string, TallyKey & { tally: Tally }>();
  return {
    update: async (key, change) => {
      const { skill, next, day, partition } = key;
      const name = JSON.stringify([skill, next, day, partition]);
      rows.set(name, { skill, next, day, partition, tally: change(rows.get(name)?.tally) });
    },
    all: async () => [...rows.values()],
    old: (before) => {
      const today = new Date(before).toISOString().slice(0, 10);
      const over = [...rows].filter(([, { day }]) => day < today).map(([name]) => name);
      return inOneBatch(over, (name) => rows.delete(name));
    },
  };
};
