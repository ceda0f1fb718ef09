import { PlatformError } from '../../contracts/errors';
import type { ContentStore } from '../ports/content-store';
import type { Log } from '../ports/log';
import type { Metrics } from '../ports/metrics';
import type { RunStore } from '../ports/run-store';
import { foldPending, hasChanged, type FoldPendingDeps, type Work } from './fold-pending';
import { measureEnd } from './measure-end';
import { begun, inOrder, loaded, type Pending } from './pending';
import type { Arrival } from './read-batch';
import { hasEnded } from './run';
import type { Run } from './run';
import { runCache } from './run-cache';
import { keep, save } from './save-runs';

export interface FoldBatchDeps extends FoldPendingDeps {
  runs: RunStore;
  contents: ContentStore;
  log: Log;
  metrics: Metrics;
  /** How much of runs is kept in memory: bytes of JSON, about; 64 MiB if absent. */
  cacheBytes?: number;
}

const CACHE_BYTES = 64 * 1024 * 1024;
/** Somebody else writes a run only while partitions move: more than a few conflicts are no coincidence. */
const TRIES = 5;

/**
 * Folds the events of a batch into their runs and keeps these: one load and one save for all of them, and again for those
 * that somebody else wrote.
 */
export const foldBatch = (deps: FoldBatchDeps) => {
  const { runs, contents, log, metrics, cacheBytes = CACHE_BYTES } = deps;
  const foldAll = foldPending(deps);
  const cache = runCache(cacheBytes);

  /** Folds, keeps and answers the runs whose writes conflicted. */
  const attempt = async (pending: readonly Pending[]): Promise<{ done: Work[]; again: Pending[] }> => {
    const { sure, doubtful } = await foldAll(pending);
    await keep(
      contents,
      sure.flatMap(({ folded }) => folded.contents),
    );
    const conflicts = await save(runs, cache, sure.filter(hasChanged));
    const again = sure.filter((work) => conflicts.has(work.id));
    const done = sure.filter((work) => !conflicts.has(work.id));
    for (const work of done) told({ log, metrics }, work);
    return { done, again: inOrder(pending, [...again, ...doubtful]) };
  };

  return async (byRun: ReadonlyMap<string, readonly Arrival[]>): Promise<readonly Work[]> => {
    const done: Work[] = [];
    let pending = await begun(runs, cache, byRun);
    for (let tries = 0; pending.length > 0; tries += 1) {
      if (tries === TRIES)
        throw new PlatformError(`${pending.length} runs were written by others at the same time`);
      const result = await attempt(pending);
      done.push(...result.done);
      for (const { id } of result.again) cache.delete(id);
      pending = await loaded(runs, result.again);
    }
    return done;
  };
};

/** Of a run that is kept as another: whoever comes later with the same finds it so, and tells nothing. */
const told = ({ log, metrics }: Pick<FoldBatchDeps, 'log' | 'metrics'>, { stored, folded }: Work): void => {
  const { run } = folded;
  if (!run || run.status === stored?.run.status) return;
  if (hasEnded(run)) measureEnd(metrics, run);
  log.info(`run ${run.status}`, { ...fieldsOf(run), type: run.intent.type });
};

const fieldsOf = ({ id, tenant, intent }: Run) => ({
  run: id,
  tenant,
  ...(intent.traceparent !== undefined && { trace: intent.traceparent }),
});
