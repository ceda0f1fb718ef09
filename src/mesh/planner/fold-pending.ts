import type { LineChange, RunStore } from '../ports/run-store';
import type { Tracer } from '../ports/tracer';
import { foldRun, type FoldRunDeps, type FoldedRun } from './fold-run';
import type { Pending } from './pending';
import { keyOf, lineOfBatch, type LineOfBatch } from './queues';

export interface FoldPendingDeps extends FoldRunDeps {
  runs: Pick<RunStore, 'line'>;
  tracer: Tracer;
}

/** `line`: as it is after this, where it is not as it was read. */
export type Work = Pending & { folded: FoldedRun; line?: LineChange };

export interface Folds {
  sure: Work[];
  /** To be folded once more, on what is read by then. */
  doubtful: readonly Pending[];
}

/** Of the run's own trace, in whichever batch its events came. */
const spanOf = ({ id, arrivals }: Pending) => ({
  kind: 'consumer' as const,
  parent: arrivals[0]!.event.traceparent,
  attributes: { 'mesh.run': id, 'mesh.events': arrivals.length },
});

/** Folds runs as they stand: side by side, and those of one key one after the other. */
export const foldPending = ({ runs, tracer, ...rest }: FoldPendingDeps) => {
  const fold = foldRun(rest);
  const key = keyOf(rest.catalog);

  const foldOne = async (one: Pending, queue?: LineOfBatch): Promise<Work> => {
    const folded = await tracer.span('fold', spanOf(one), () =>
      fold(one.stored?.run, one.arrivals, { ...one, queue }),
    );
    const line = queue?.changeTo(folded.line);
    return { ...one, folded, ...(line && { line }) };
  };

  /** Each sees the line as the one before it left it, so that who comes after one that is in doubt is in doubt too. */
  const foldInOrder = async (line: string, pending: readonly Pending[]): Promise<Folds> => {
    const queue = lineOfBatch(runs, line);
    const works: Work[] = [];
    for (const [nth, one] of pending.entries()) {
      const work = await foldOne(one, queue);
      if (!isSure(work)) return { sure: works, doubtful: pending.slice(nth) };
      queue.line = work.folded.line ?? queue.line;
      works.push(work);
    }
    return { sure: works, doubtful: [] };
  };

  const foldSideBySide = async (pending: readonly Pending[]): Promise<Folds> => {
    const works = await Promise.all(pending.map((one) => foldOne(one)));
    return { sure: works.filter(isSure), doubtful: works.filter((work) => !isSure(work)) };
  };

  return async (pending: readonly Pending[]): Promise<Folds> => {
    const byKey = Map.groupBy(pending, key);
    const folds = await Promise.all(
      [...byKey].map(([line, of]) => (line === undefined ? foldSideBySide(of) : foldInOrder(line, of))),
    );
    return {
      sure: folds.flatMap(({ sure }) => sure),
      doubtful: folds.flatMap(({ doubtful }) => doubtful),
    };
  };
};

export const hasChanged = ({ stored, folded }: Work): boolean =>
  folded.run !== undefined && folded.run !== stored?.run;

/** A write tells that a guess was wrong; where nothing is written, the store has to be asked. */
const isSure = (work: Work): boolean =>
  !work.guessed || (hasChanged(work) && work.folded.refused.length === 0 && !work.folded.open);
