type Waiting<T> = { item: T; resolve: () => void; reject: (error: unknown) => void };

/** Writes what many callers add, few times. */
export type GroupCommit<T> = {
  /** Resolves when the item is written. */
  add(item: T): Promise<void>;
  /** Resolves when all that was added is written. */
  idle(): Promise<void>;
};

/**
 * What arrives while a write is under way is the next write, as one. After a write that failed, what waited
 * behind it fails as well: it may not stand before what came first. `undo` is called before any of them hears.
 */
export const groupCommit = <T>(write: (items: T[]) => Promise<void>, undo: () => void): GroupCommit<T> => {
  let waiting: Waiting<T>[] = [];
  let running: Promise<void> | undefined;

  const take = (): Waiting<T>[] => waiting.splice(0);

  const writeOnce = async (): Promise<void> => {
    const group = take();
    try {
      await write(group.map(({ item }) => item));
      for (const { resolve } of group) resolve();
    } catch (error) {
      const lost = [...group, ...take()];
      undo();
      for (const { reject } of lost) reject(error);
    }
  };

  const run = async (): Promise<void> => {
    // One turn of the loop later, so that all that has arrived by now shares the first write.
    await new Promise((resolve) => setImmediate(resolve));
    while (waiting.length > 0) await writeOnce();
    running = undefined;
  };

  return {
    add: (item) =>
      new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        running ??= run();
      }),
    idle: async () => running,
  };
};
