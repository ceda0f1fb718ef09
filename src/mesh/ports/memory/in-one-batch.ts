import type { OldBatch } from '../clearable';

/** What is old in a double: all of it at once. */
export const inOneBatch = async function* (
  ids: readonly string[],
  remove: (id: string) => unknown,
): AsyncGenerator<OldBatch> {
  if (ids.length > 0) yield { ids, remove: async () => ids.forEach(remove) };
};
