import { hasEnded } from '../planner/run';
import type { IndexedRun, RunChange, WaitingTask } from '../ports/run-index';

/** What an index keeps of a run, so that changes that come twice or late do no harm. */
export interface RunRecord {
  v: 1;
  run: IndexedRun;
  /** Tasks that wait, and until when; null where that is open. */
  open: Readonly<Record<string, number | null>>;
  /** Tasks that wait no more: one that is here does not begin to wait again. Empty once the run has ended. */
  answered: readonly string[];
}

export interface FoldedChanges {
  record: RunRecord;
  /** Tasks to list as waiting; some may be listed already. */
  show: readonly WaitingTask[];
  /** Tasks that were listed so and are no more; to be taken out before others are shown. */
  hide: readonly { task: string; due: number | null }[];
}

/** An end is final; else the later change counts, and of two at once the one that came last. */
const later = (before: IndexedRun | undefined, after: IndexedRun): IndexedRun => {
  if (!before) return after;
  if (hasEnded(before) !== hasEnded(after)) return hasEnded(before) ? before : after;
  return after.at >= before.at ? after : before;
};

const foldOne = (record: RunRecord | undefined, change: RunChange): RunRecord => {
  const run = later(record?.run, change.run);
  if (hasEnded(run)) return { v: 1, run, open: {}, answered: [] };
  const answered = new Set([...(record?.answered ?? []), ...change.answered]);
  const began = change.waiting.map(({ task, due }) => [task, due ?? null] as const);
  const open = [...Object.entries(record?.open ?? {}), ...began].filter(([task]) => !answered.has(task));
  return { v: 1, run, open: Object.fromEntries(open), answered: [...answered] };
};

/** What a run's record is after changes, and what that means for the list of tasks that wait. */
export const foldChanges = (before: RunRecord | undefined, changes: readonly RunChange[]): FoldedChanges => {
  const record = changes.reduce<RunRecord | undefined>(foldOne, before)!;
  const isOpen = (task: string) => Object.hasOwn(record.open, task);
  return {
    record,
    show: changes.flatMap(({ waiting }) => waiting).filter(({ task }) => isOpen(task)),
    hide: Object.entries(before?.open ?? {})
      .filter(([task, due]) => record.open[task] !== due)
      .map(([task, due]) => ({ task, due })),
  };
};

/** Changes by run, in the order in which they came. */
export const byRun = (changes: readonly RunChange[]): ReadonlyMap<string, readonly RunChange[]> =>
  Map.groupBy(changes, ({ run }) => run.run);
