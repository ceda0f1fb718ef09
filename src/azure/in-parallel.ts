/**
 * Works on items, at most so many at a time; the results are in the order of the items. After a fault none is begun,
 * and it is thrown when those that were under way have ended.
 */
export const inParallel = async <T, R>(
  atOnce: number,
  items: readonly T[],
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> => {
  const results = Array<R>(items.length);
  const next = items.entries();
  const faults: unknown[] = [];
  const worker = async () => {
    for (const [index, item] of next) {
      if (faults.length > 0) return;
      try {
        results[index] = await work(item);
      } catch (error) {
        faults.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  if (faults.length > 0) throw faults[0];
  return results;
};
