export interface HttpLimits {
  /** How many calls run at once; Infinity for no limit. */
  maxConcurrent: number;
  /** How many calls may run or wait; Infinity for no limit. */
  maxOutstanding: number;
}

/** Admits calls by the limits of host.json. */
export interface HttpGate {
  /** Runs the call now or when its turn comes. @returns false where too many wait already */
  admit(call: () => Promise<void>): boolean;
}

/** `maxConcurrentRequests` makes calls wait, `maxOutstandingRequests` turns them away. */
export const httpGate = ({ maxConcurrent, maxOutstanding }: HttpLimits): HttpGate => {
  const waiting: (() => Promise<void>)[] = [];
  let running = 0;
  const run = (call: () => Promise<void>): void => {
    running++;
    void call().finally(() => {
      running--;
      const next = waiting.shift();
      if (next) run(next);
    });
  };
  return {
    admit: (call) => {
      if (running + waiting.length >= maxOutstanding) return false;
      if (running < maxConcurrent) run(call);
      else waiting.push(call);
      return true;
    },
  };
};
