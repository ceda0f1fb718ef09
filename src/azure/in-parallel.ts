/** Works on items, at most so many at a time; the results are in the order of the items. After a fault none is begun. */
export const inParallel = async <T, R>(
  atOnce: number,
  items: readonly T[],
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> => {
  const results = Array<R>(items.length);
  const next = items.entries();
  const worker = async () => {
    for (const [index, item] of next) results[index] = await work(item);
  };
  const stop = (error: unknown) => {
    for (const _ of next);
    throw error;
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, () => worker().catch(stop)));
  return results;
};
