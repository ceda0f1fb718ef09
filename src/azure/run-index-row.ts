import type { TableEntity } from '@azure/data-tables';
import { PlatformError } from '../contracts/errors';
import type { RunRecord } from '../mesh/index/record';
import type { IndexedRun, WaitingTask } from '../mesh/ports/run-index';
import { backwards, forwards, hourBackwards, keyPart } from './table-keys';

/** `<tenant>|r|<hour>` holds runs, newest first; `<tenant>|w` tasks that wait, the most urgent first. */
export interface RunRow {
  /** An IndexedRun as JSON, and what lists filter by. */
  run: string;
  v: string;
  status: string;
  type: string;
  subject: string;
  /** JSON over as many columns as it takes: `open0`, `open1`, …; `answered0`, … */
  [chunk: `${'open' | 'answered'}${number}`]: string;
}

export interface WaitingRow {
  /** A WaitingTask as JSON. */
  task: string;
}

const VERSION = 1;
/** Characters of a column, which holds 32 Ki. */
const CHUNK = 30_000;

/** Columns of a run without what the index keeps for itself. */
export const LISTED = ['partitionKey', 'rowKey', 'run'] as const;

export const runsPrefix = (tenant: string): string => `${keyPart(tenant)}|r|`;
export const waitingPartition = (tenant: string): string => `${keyPart(tenant)}|w`;

export const runKey = ({ tenant, run, acceptedAt }: IndexedRun) => ({
  partitionKey: `${runsPrefix(tenant)}${hourBackwards(acceptedAt)}`,
  rowKey: `${backwards(acceptedAt)}|${keyPart(run)}`,
});

/** Sorts after every date. */
const NEVER = 10 ** 15 - 1;

export const waitingKey = (tenant: string, task: string, due: number | null) => ({
  partitionKey: waitingPartition(tenant),
  rowKey: `${forwards(due ?? NEVER)}|${keyPart(task)}`,
});

export const waitingRow = (task: WaitingTask): TableEntity<WaitingRow> => ({
  ...waitingKey(task.tenant, task.task, task.due ?? null),
  task: JSON.stringify(task),
});

const chunked = (name: 'open' | 'answered', value: unknown): [string, string][] =>
  (JSON.stringify(value).match(new RegExp(`[^]{1,${CHUNK}}`, 'g')) ?? []).map((text, at) => [
    `${name}${at}`,
    text,
  ]);

const joined = (row: RunRow, name: 'open' | 'answered'): string => {
  let text = '';
  for (let at = 0; row[`${name}${at}`] !== undefined; at += 1) text += row[`${name}${at}`];
  return text;
};

/** Ids of a run's tasks begin with the run's, which need not be kept with each. */
const shorter = (run: string, task: string): string =>
  task.startsWith(`${run}.`) ? task.slice(run.length) : task;
const whole = (run: string, task: string): string => (task.startsWith('.') ? `${run}${task}` : task);

export const runRow = ({ run, open, answered, v }: RunRecord): TableEntity<RunRow> => ({
  ...runKey(run),
  run: JSON.stringify(run),
  v: String(v),
  status: run.status,
  type: run.type,
  subject: run.subject ?? '',
  ...Object.fromEntries([
    ...chunked(
      'open',
      Object.entries(open).map(([task, due]) => [shorter(run.run, task), due]),
    ),
    ...chunked(
      'answered',
      answered.map((task) => shorter(run.run, task)),
    ),
  ]),
});

export const indexedRunFrom = ({ run }: Pick<RunRow, 'run'>): IndexedRun => JSON.parse(run) as IndexedRun;

export const recordFrom = (row: RunRow): RunRecord => {
  const run = indexedRunFrom(row);
  if (Number(row.v) > VERSION)
    throw new PlatformError(`the index of run ${run.run} was written by newer code`);
  const open = JSON.parse(joined(row, 'open')) as [string, number | null][];
  const answered = JSON.parse(joined(row, 'answered')) as string[];
  return {
    v: VERSION,
    run,
    open: Object.fromEntries(open.map(([task, due]) => [whole(run.run, task), due])),
    answered: answered.map((task) => whole(run.run, task)),
  };
};
