import type { Looks } from '../../canary/looks';
import type { Tally } from '../../canary/tally';
import type { CanaryStore, LooksKey, TallyKey } from '../canary-store';
import { inOneBatch } from './in-one-batch';

/** Rows by their key, and who may go when. */
const rowsOf = <K extends { day: string }, V>() => {
  const rows = new Map<string, K & { value: V }>();
  return {
    update: async (key: K, change: (value: V | undefined) => V): Promise<void> => {
      const name = JSON.stringify(key);
      rows.set(name, { ...key, value: change(rows.get(name)?.value) });
    },
    all: () => [...rows.values()],
    over: (today: string) => [...rows].filter(([, { day }]) => day < today).map(([name]) => name),
    remove: (name: string) => rows.delete(name),
  };
};

/** What the canary compared, and what it saw, in memory. */
export const memoryCanaryStore = (): CanaryStore => {
  const tallies = rowsOf<TallyKey, Tally>();
  const looks = rowsOf<LooksKey, Looks>();
  return {
    update: ({ skill, next, day, partition }, change) =>
      tallies.update({ skill, next, day, partition }, change),
    all: async () => tallies.all().map(({ value: tally, ...key }) => ({ ...key, tally })),
    look: ({ hub, day, partition }, change) => looks.update({ hub, day, partition }, change),
    looks: async () => looks.all().map(({ value, ...key }) => ({ ...key, looks: value })),
    old: (before) => {
      const today = new Date(before).toISOString().slice(0, 10);
      return inOneBatch([...tallies.over(today), ...looks.over(today)], (name) => {
        tallies.remove(name);
        looks.remove(name);
      });
    },
  };
};
