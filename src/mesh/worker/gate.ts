/** Lets a bounded number of works run at a time; the others wait in the order they came. */
export interface Gate {
  /** Runs `work` when there is room; answers `late` when the signal aborted before there was. */
  through: <T>(signal: AbortSignal, work: () => Promise<T>) => Promise<T | typeof LATE>;
}

export const LATE = Symbol('late');

export const gate = (room: number): Gate => {
  let inside = 0;
  const waiting = new Set<() => void>();

  const enter = (signal: AbortSignal): Promise<boolean> => {
    if (signal.aborted) return Promise.resolve(false);
    if (inside < room) {
      inside += 1;
      return Promise.resolve(true);
    }
    return new Promise((resolve) => {
      const admit = () => {
        signal.removeEventListener('abort', giveUp);
        resolve(true);
      };
      const giveUp = () => {
        waiting.delete(admit);
        resolve(false);
      };
      waiting.add(admit);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  };
  // Whoever leaves hands the room on, so that nobody who comes in between takes it.
  const leave = () => {
    const [next] = waiting;
    if (next) {
      waiting.delete(next);
      next();
    } else inside -= 1;
  };

  return {
    through: async (signal, work) => {
      if (!(await enter(signal))) return LATE;
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
};
