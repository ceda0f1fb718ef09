import type { HealthStore, ReaderHealth } from '../health-store';

/** The monitor's latest look, in memory. */
export const memoryHealthStore = (): HealthStore => {
  const rows = new Map<string, ReaderHealth>();
  return {
    write: async (looks) => {
      for (const look of looks) rows.set(`${look.hub}/${look.group}`, { ...look });
    },
    read: async () => {
      const latest = Math.max(...[...rows.values()].map(({ at }) => at));
      return [...rows.values()].filter(({ at }) => at === latest).map((row) => ({ ...row }));
    },
  };
};
