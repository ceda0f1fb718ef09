import { byRun, foldChanges, type RunRecord } from '../../index/record';
import { hasEnded } from '../../planner/run';
import type { Clearable } from '../clearable';
import { earliestFirst, keysetPage, newestFirst, type TimeKey } from '../../keyset-page';
import type { IndexedRun, RunIndex, RunQuery, WaitingTask } from '../run-index';
import { inOneBatch } from './in-one-batch';

const keyOfRun = ({ acceptedAt, run }: IndexedRun): TimeKey => [acceptedAt, run];
/** Without a due time: last. Infinity would not survive as JSON. */
const keyOfTask = ({ due = Number.MAX_VALUE, task }: WaitingTask): TimeKey => [due, task];

const fits =
  ({ tenant, status, type, subject }: RunQuery) =>
  (run: IndexedRun): boolean =>
    run.tenant === tenant &&
    (status ?? run.status) === run.status &&
    (type ?? run.type) === run.type &&
    (subject ?? run.subject) === run.subject;

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
      const { cursor, limit } = query;
      return keysetPage(runs.filter(fits(query)), { keyOf: keyOfRun, compare: newestFirst, cursor, limit });
    },
    waiting: async ({ tenant, cursor, limit }) => {
      const tasks = [...waiting.values()].filter((task) => task.tenant === tenant);
      return keysetPage(tasks, { keyOf: keyOfTask, compare: earliestFirst, cursor, limit });
    },
  };
};
