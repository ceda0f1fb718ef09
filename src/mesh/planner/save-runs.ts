import type { ContentStore } from '../ports/content-store';
import type { RunStore } from '../ports/run-store';
import type { Content } from './context';
import type { Work } from './fold-pending';
import type { RunCache } from './run-cache';

const PUTS_AT_ONCE = 50;

// Before the runs: a run never refers to what is not there.
export const keep = async (contents: ContentStore, items: readonly Content[]): Promise<void> => {
  const unique = [...new Map(items.map((item) => [item.ref, item])).values()];
  for (let from = 0; from < unique.length; from += PUTS_AT_ONCE)
    await Promise.all(
      unique.slice(from, from + PUTS_AT_ONCE).map(({ ref, bytes }) => contents.put(ref, bytes)),
    );
};

/** Answers the ids of those that somebody else had written. */
export const save = async (
  runs: RunStore,
  cache: RunCache,
  works: readonly Work[],
): Promise<ReadonlySet<string>> => {
  if (works.length === 0) return new Set();
  const saved = await runs.save(
    works.map(({ stored, folded, line }) => ({
      run: folded.run!,
      ...(stored && { etag: stored.etag }),
      ...(line && { line }),
    })),
  );
  const conflicts = new Set<string>();
  works.forEach(({ id, folded }, index) => {
    const result = saved[index]!;
    if (result.kind === 'saved') cache.set({ run: folded.run!, etag: result.etag });
    else conflicts.add(id);
  });
  return conflicts;
};
