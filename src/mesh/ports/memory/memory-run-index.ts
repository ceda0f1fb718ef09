import { TerminalError } from '../../../contracts/errors';
import { byRun, foldChanges, type RunRecord } from '../../index/record';
import { hasEnded } from '../../planner/run';
import type { Clearable } from '../clearable';
import type { IndexedRun, Page, RunIndex, RunQuery, WaitingTask } from '../run-index';
import { inOneBatch } from './in-one-batch';

const newestFirst = (a: IndexedRun, b: IndexedRun) => b.acceptedAt - a.acceptedAt || (a.run < b.run ? -1 : 1);
const urgentFirst = (a: WaitingTask, b: WaitingTask) =>
  (a.due ?? Infinity) - (b.due ?? Infinity) || (a.task < b.task ? -1 : 1);

const fits =
  ({ tenant, status, type, subject }: RunQuery) =>
  (run: IndexedRun): boolean =>
    run.tenant === tenant &&
    (status ?? run.status) === run.status &&
    (type ?? run.type) === run.type &&
    (subject ?? run.subject) === run.subject;

const pageOf = <T>(all: readonly T[], cursor: string | undefined, limit: number): Page<T> => {
  const start = Number(cursor ?? 0);
  if (Number.isNaN(start))
    throw new TerminalError('invalid-cursor', 'the cursor is not one that was given out');
  const end = start + limit;
  return { items: structuredClone(all.slice(start, end)), ...(end < all.length && { cursor: String(end) }) };
};

/** An index in memory. */
export const memoryRunIndex = (): RunIndex & Clearable => {
  const records = new Map<string, RunRecord>();
  const waiting = new Map<string, WaitingTask>();

  return {
    write: async (changes) => {
      for (const [run, ofRun] of byRun(changes)) {
        const { record, show, hide } = foldChanges(records.get(run), structuredClone(ofRun));
        records.set(run, record);
        for (const { task } of hide) waiting.delete(task);
        for (const task of show) waiting.set(task.task, task);
      }
    },
    old: (before) => {
      const all = [...records.values()].map(({ run }) => run);
      const old = all.filter((run) => hasEnded(run) && run.at < before);
      return inOneBatch(
        old.map(({ run }) => run),
        (run) => records.delete(run),
      );
    },
    list: async (query) => {
      const runs = [...records.values()].map(({ run }) => run);
      return pageOf(runs.filter(fits(query)).sort(newestFirst), query.cursor, query.limit);
    },
    waiting: async ({ tenant, cursor, limit }) => {
      const tasks = [...waiting.values()].filter((task) => task.tenant === tenant);
      return pageOf(tasks.sort(urgentFirst), cursor, limit);
    },
  };
};
