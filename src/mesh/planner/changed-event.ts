import type { MeshEvent } from '../../contracts/event';
import { MESH } from '../../contracts/event-types';
import { changedIdOf } from './emission-ids';
import type { Fold, Run } from './run';
import { envelope } from './run-envelope';
import type { Read } from './scope';
import { givenTo } from './task-input';
import { tasksOf } from './tasks';
import type { PlacedTask } from './tasks';

/** Tells that a run stands elsewhere, and what of it waits, where that is the event's id. */
export const changedEvent = (run: Run, id: string, read: Read): MeshEvent | undefined => {
  const fold = run.folds.find(({ n, status }) => status !== undefined && changedIdOf(run.id, n) === id);
  if (!fold) return undefined;
  const { type, subject } = run.intent;
  return {
    ...envelope(run, { id, type: MESH.runChanged, at: fold.at, cause: fold.in.id }),
    subject: run.id,
    sequence: String(fold.n).padStart(10, '0'),
    data: {
      status: fold.status,
      type,
      ...(subject !== undefined && { subject }),
      acceptedAt: new Date(run.acceptedAt).toISOString(),
      at: new Date(fold.at).toISOString(),
      ...waitingIn(run, fold, read),
    },
  };
};

const waitingIn = (run: Run, { n }: Fold, read: Read) => {
  const waited = tasksOf(run).filter(({ task }) => task.waited);
  return {
    waiting: waited.filter(({ task }) => task.waited?.from === n).map((task) => waitingTask(run, task, read)),
    answered: waited.filter(({ task }) => task.waited?.to === n).map(({ id }) => id),
  };
};

const TITLE = 500;

const waitingTask = (run: Run, placed: PlacedTask, read: Read) => {
  const input = givenTo(run, placed, read).input as { title?: unknown } | null | undefined;
  const title =
    typeof input?.title === 'string' && input.title !== '' ? input.title.slice(0, TITLE) : undefined;
  return {
    task: placed.id,
    skill: placed.skill,
    ...(title !== undefined && { title }),
    since: new Date(placed.task.since).toISOString(),
    ...(run.deadline !== undefined && { due: new Date(run.deadline).toISOString() }),
  };
};
