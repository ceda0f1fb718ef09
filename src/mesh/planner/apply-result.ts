import { isRestrictedRef } from '../../contracts/dataref';
import type { MeshEvent } from '../../contracts/event';
import type { TaskKind } from '../../contracts/event-types';
import { parseTaskId } from '../../contracts/ids';
import { MAX_ITEMS } from '../../contracts/plan';
import type { Content, FoldContext, Refusal } from './context';
import { heavy } from './heavy';
import { hasEnded } from './run';
import type { Failure, Held, Kept, Run, TaskState } from './run';
import { isFinal, taskAt, withTasks } from './tasks';
import type { Place } from './tasks';

export type Applied =
  | { kind: 'applied'; run: Run; contents?: readonly Content[] }
  /** Too late to count. */
  | { kind: 'late' }
  /** Nothing to note. */
  | { kind: 'ignored' }
  | { kind: 'refused'; refusal: Refusal };

type ResultKind = Exclude<TaskKind, 'created'>;

const NEWS_MS = 30_000;

/** Bytes of outputs that a run keeps inline; what comes after is kept apart, so that a run always fits its rows. */
export const INLINE_OUTPUTS = 256 * 1024;

export const refused = (code: string, message: string, passing = false): Applied => ({
  kind: 'refused',
  refusal: { code, message, passing },
});

/** Enters what became of a task. */
export const applyResult = (
  run: Run,
  event: MeshEvent,
  { kind, data, context }: { kind: ResultKind; data: unknown; context: FoldContext },
): Applied => {
  const place = placeOf(run, event.subject);
  if (!place) return refused('unknown-task', `The run's plan has no task '${event.subject ?? ''}'.`);
  const task = taskAt(run, place);
  if (run.steps[place.step]?.kind === 'skipped' || (task && isFinal(task)))
    return news(kind) ? ignored : late;
  if (news(kind)) return heard(run, place, task, context.at, kind);
  if (kind === 'deadlettered' && hasEnded(run)) return late;
  if (isOutside(run, place))
    return refused('unknown-task', `Step '${place.step}' has no item ${place.item}.`);
  return settled(run, place, event, { kind, data, context });
};

const late: Applied = { kind: 'late' };
const ignored: Applied = { kind: 'ignored' };

const news = (kind: ResultKind): kind is 'started' | 'progressed' =>
  kind === 'started' || kind === 'progressed';

/** The place in the plan that a task's id names; undefined where there is none. */
export const placeOf = (run: Run, task: string | undefined): Place | undefined => {
  const key = parseTaskId(task ?? '');
  const step =
    key?.run === run.id && Object.hasOwn(run.plan.steps, key.step) ? run.plan.steps[key.step] : undefined;
  if (!key || !step || (step.forEach === undefined) !== (key.item === undefined)) return undefined;
  if (key.item === undefined) return { step: key.step };
  return key.item < MAX_ITEMS ? { step: key.step, item: key.item } : undefined;
};

const isOutside = (run: Run, { step, item }: Place): boolean => {
  const state = run.steps[step];
  return item !== undefined && state?.kind === 'items' && state.of !== undefined && item >= state.of;
};

/** A worker that says it is at it is not silent. */
const heard = (
  run: Run,
  place: Place,
  task: TaskState | undefined,
  at: number,
  kind: 'started' | 'progressed',
): Applied => {
  if (task?.status !== 'dispatched' || hasEnded(run)) return ignored;
  const last = Math.max(task.since, task.heard ?? 0);
  if (kind === 'progressed' && at < last + NEWS_MS) return ignored;
  return {
    kind: 'applied',
    run: withTasks(run, [{ ...place, task: { ...task, heard: Math.max(last, at) } }]),
  };
};

const settled = (
  run: Run,
  place: Place,
  event: MeshEvent,
  {
    kind,
    data,
    context,
  }: { kind: Exclude<ResultKind, 'started' | 'progressed'>; data: unknown; context: FoldContext },
): Applied => {
  const before = taskAt(run, place);
  const {
    failure: _failure,
    uncertain: _uncertain,
    letter,
    ...rest
  } = before ?? unexpected(event, context.at);
  const task: TaskState = { ...rest, status: kind, attempt: Math.max(rest.attempt, event.attempt ?? 1) };
  const done = (settledTask: TaskState, more: Partial<Pick<Run, 'inline'>> = {}): Run =>
    withTasks({ ...run, ...more }, [{ ...place, task: settledTask }]);
  switch (kind) {
    case 'completed': {
      const { output, inline, contents } = keeping(run, event, data);
      return { kind: 'applied', run: done({ ...task, output }, { inline }), contents };
    }
    case 'failed':
      return { kind: 'applied', run: done({ ...task, failure: failureIn(data) }) };
    case 'expired':
      return { kind: 'applied', run: done({ ...task, failure: expiry(data) }) };
    case 'deadlettered': {
      const { reason, letter: latest } = data as { letter: string; reason: Failure };
      return {
        kind: 'applied',
        run: done({ ...task, letter: latest ?? letter, failure: failureIn(reason) }),
      };
    }
  }
};

const unexpected = (event: MeshEvent, at: number): TaskState => ({
  status: 'dispatched',
  attempt: event.attempt ?? 1,
  cause: event.causationid ?? event.id,
  since: at,
  early: true,
});

/** A thousand items may fail at length, and all that has to fit the run's rows. */
const MESSAGE = 1_000;

const failureIn = (data: unknown): Failure => {
  const { code, message } = data as Failure;
  return { code, message: message.slice(0, MESSAGE) };
};

const expiry = (data: unknown): Failure => {
  const { reason } = (data ?? {}) as { reason?: string };
  return { code: 'expired', message: reason?.slice(0, MESSAGE) ?? 'The task was not done in time.' };
};

/** An output as the run keeps it: inline while there is room, else by reference to the whole data of its event. */
export const keeping = (run: Run, event: MeshEvent, data: unknown): Keeping<Held> => {
  const { dataref } = event;
  const { output } = data as { output: unknown };
  if (isRestrictedRef(dataref)) {
    const { output: shown, ...rest } = keepingValue(run, output);
    return { ...rest, output: { sealed: dataref, shown } };
  }
  if (dataref !== undefined) return { output: { ref: dataref }, inline: run.inline, contents: [] };
  return keepingValue(run, output);
};

interface Keeping<T> {
  output: T;
  inline: number;
  contents: readonly Content[];
}

const keepingValue = (run: Run, output: unknown): Keeping<Kept> => {
  const size = Buffer.byteLength(JSON.stringify(output ?? null));
  if (run.inline + size <= INLINE_OUTPUTS)
    return { output: { value: output }, inline: run.inline + size, contents: [] };
  const content = heavy(run.id, { output }, 0)!;
  return { output: { ref: content.ref }, inline: run.inline, contents: [content] };
};
