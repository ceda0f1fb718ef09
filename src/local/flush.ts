/**
 * When what was acknowledged reaches the disk. `later`: the operating system has it and writes it when it sees fit, so
 * that the death of a process loses nothing and a loss of power the last seconds. `each`: before it is acknowledged.
 */
export const FLUSHES = ['later', 'each'] as const;
export type Flush = (typeof FLUSHES)[number];

/** @throws Error that names the choice */
export const flushOf = (text: string): Flush => {
  const flush = FLUSHES.find((one) => one === text);
  if (flush) return flush;
  throw new Error(`--flush is '${text}': choose from ${FLUSHES.join(', ')}.`);
};
