import type { NewDomainEntry } from '../../kit';

interface Options {
  /** The task's key: the same key again is the same entry, not another one. */
  key: string;
  signal?: AbortSignal;
}

/** What this agent needs from outside: where things are entered. */
export interface Register {
  enter(entry: NewDomainEntry, options: Options): Promise<{ entry: string }>;
}

/** A register in memory, for tests and trials; `entries` are all that was ever entered. */
export const memoryRegister = (): Register & { readonly entries: readonly NewDomainEntry[] } => {
  const byKey = new Map<string, NewDomainEntry>();
  return {
    get entries() {
      return [...byKey.values()];
    },
    enter: async (entry, { key }) => {
      byKey.set(key, entry);
      return { entry: key };
    },
  };
};
