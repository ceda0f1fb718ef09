/** The life of one process: of a planner and a worker with what they remember. */
export interface Life {
  readonly isOver: boolean;
  /** Resolves when it is over. */
  readonly over: Promise<void>;
  /** Notes what is about to be done to the world; false when the process is dead, or dies of it. */
  does(what: string): boolean;
  /** The effect of a step has happened; false when the process dies before anybody learns of it. */
  survives(step: string): boolean;
}

/** What a dead process waits for. */
export const NEVER = new Promise<never>(() => undefined);

/** The lives of a trial, one after the other; at most one of them ends in a crash. */
export const lives = (crashAt: number | string | undefined) => {
  const writes: string[] = [];
  let crashed = false;

  const begin = (): Life => {
    const { promise: over, resolve } = Promise.withResolvers<void>();
    let isOver = false;
    const survivesIf = (alive: boolean): boolean => {
      if (alive || crashed) return !isOver;
      crashed = true;
      isOver = true;
      resolve();
      return false;
    };
    return {
      over,
      get isOver() {
        return isOver;
      },
      does: (what) => {
        if (isOver) return false;
        writes.push(what);
        return survivesIf(crashAt !== writes.length);
      },
      survives: (step) => survivesIf(crashAt !== step),
    };
  };
  return { writes, begin };
};

const READS = new Set(['load', 'line', 'get', 'due']);

/** A port as a process sees it: its calls are never answered once the process is dead. */
export const mortal = <T extends object>(name: string, port: T, life: Life): T =>
  Object.fromEntries(
    Object.entries(port).map(([method, call]) => [
      method,
      typeof call !== 'function'
        ? call
        : (...given: unknown[]): unknown => {
            const goesOn = READS.has(method) ? !life.isOver : life.does(`${name}.${method}`);
            return goesOn ? (call as (...args: unknown[]) => unknown)(...given) : NEVER;
          },
    ]),
  ) as T;
