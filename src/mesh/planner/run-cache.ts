import { LRUCache } from 'lru-cache';
import type { StoredRun } from '../ports/run-store';
import { hasEnded } from './run';
import type { Run } from './run';

/** Runs as they were last written, while their partition stays here. What is stale is found out by its ETag. */
export interface RunCache {
  get(id: string): StoredRun | undefined;
  set(stored: StoredRun): void;
  delete(id: string): void;
}

/** Only light runs are worth the memory; wide ones are read again. */
const MAX_INLINE = 64 * 1024;
const MAX_FOLDS = 200;

/** What a run weighs without its data and its journal, and what a fold of that weighs: about, in bytes of JSON. */
const BARE = 2 * 1024;
const FOLD = 256;

const weightOf = ({ run: { intent, inline, folds } }: StoredRun): number =>
  BARE + (JSON.stringify(intent.data)?.length ?? 0) + inline + folds.length * FOLD;

const isWorthwhile = (run: Run): boolean =>
  !hasEnded(run) && run.inline <= MAX_INLINE && run.folds.length <= MAX_FOLDS;

/**
 * Keeps the runs that were used last. Bounded by what they weigh and not by how many they are: behind a backlog
 * thousands are under way at a time, and each that is forgotten is read again at its next result.
 * @param bytes about, as JSON
 */
export const runCache = (bytes: number): RunCache => {
  const kept = new LRUCache<string, StoredRun>({ maxSize: bytes, sizeCalculation: weightOf });
  return {
    get: (id) => kept.get(id),
    set: (stored) => {
      kept.delete(stored.run.id);
      if (isWorthwhile(stored.run)) kept.set(stored.run.id, stored);
    },
    delete: (id) => void kept.delete(id),
  };
};
