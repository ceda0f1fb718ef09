import type { Tally } from '../../canary/tally';
import type { CanaryStore, TallyKey } from '../canary-store';

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
  };
};
