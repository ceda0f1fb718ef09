interface Waiting {
  alone: boolean;
  go(): void;
}

/**
 * Lets many work at a time, or one alone: who asked first goes first.
 * @example await turns.together(work); await turns.alone(dangerousWork);
 */
export const turns = () => {
  const waiting: Waiting[] = [];
  let working = 0;
  let isAlone = false;

  const admit = (): void => {
    const next = waiting[0];
    if (!next || isAlone || (next.alone && working > 0)) return;
    waiting.shift();
    working += 1;
    isAlone = next.alone;
    next.go();
    admit();
  };

  const take = async <T>(alone: boolean, work: () => Promise<T>): Promise<T> => {
    await new Promise<void>((go) => {
      waiting.push({ alone, go });
      admit();
    });
    try {
      return await work();
    } finally {
      working -= 1;
      isAlone = false;
      admit();
    }
  };

  return {
    together: <T>(work: () => Promise<T>) => take(false, work),
    alone: <T>(work: () => Promise<T>) => take(true, work),
  };
};
