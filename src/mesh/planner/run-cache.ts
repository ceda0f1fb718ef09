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

const isWorthwhile = (run: Run): boolean =>
  !hasEnded(run) && run.inline <= MAX_INLINE && run.folds.length <= MAX_FOLDS;

/** Keeps the runs that were used last. */
export const runCache = (limit: number): RunCache => {
  const kept = new Map<string, StoredRun>();
  return {
    get: (id) => {
      const stored = kept.get(id);
      if (stored && kept.delete(id)) kept.set(id, stored);
      return stored;
    },
    set: (stored) => {
      kept.delete(stored.run.id);
      if (!isWorthwhile(stored.run)) return;
      if (kept.size >= limit) kept.delete(kept.keys().next().value!);
      kept.set(stored.run.id, stored);
    },
    delete: (id) => void kept.delete(id),
  };
};
