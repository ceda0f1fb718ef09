/** Does the same for many, so many at a time; results in the order of the items. */
export const inParallel = async <T, R>(
  items: readonly T[],
  { atOnce, perform }: { atOnce: number; perform: (item: T) => Promise<R> },
): Promise<R[]> => {
  const results: R[] = [];
  const queue = items.entries();
  const work = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await perform(item);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return results;
};
