import type { Clearable } from '../../src/mesh/ports/clearable';

const HOUR = 3_600_000;

/** Whatever was written by now is older than this, by whichever clock. */
export const inAnHour = (): number => Date.now() + HOUR;
/** And nothing is older than this. */
export const anHourAgo = (): number => Date.now() - HOUR;

/** Takes out all that is old, and says what went. */
export const clearOld = async (store: Clearable, before: number): Promise<readonly string[]> => {
  const cleared: string[] = [];
  for await (const { ids, remove } of store.old(before)) {
    await remove();
    cleared.push(...ids);
  }
  return cleared.toSorted();
};
