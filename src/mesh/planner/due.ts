import { hasEnded } from './run';
import type { Run, TaskState } from './run';
import { isDispatched, tasksOf } from './tasks';
import type { PlacedTask } from './tasks';

/** Each silence is borne longer than the one before, up to this many times as long: a backlog is not made worse. */
const MOST_PATIENCE = 32;

/** When a task that does not answer is to be emitted again, and a run that is held to look at its line. */
const patienceEnds = (
  { since, again, heard, lasts = 0 }: Pick<TaskState, 'since' | 'again' | 'heard' | 'lasts'>,
  silenceMs: number,
): number => {
  const patience = Math.min(2 ** (again?.times ?? 0), MOST_PATIENCE) * silenceMs;
  return Math.max(since, again?.at ?? 0, heard ?? 0) + lasts + patience;
};

/** Tasks that a worker should have answered by now. */
export const silentAt = (run: Run, at: number, silenceMs: number): readonly PlacedTask[] =>
  tasksOf(run).filter((task) => isDispatched(task) && patienceEnds(task.task, silenceMs) <= at);

/** It has waited long for its turn, and nobody told it anything: whether it has come is worth a look. */
export const isHeldLong = ({ held }: Run, at: number, silenceMs: number): boolean =>
  held !== undefined && patienceEnds(held, silenceMs) <= at;

/** When somebody must look at the run again if nothing happens; undefined when nothing can become due by itself. */
export const dueAtOf = (run: Run, silenceMs: number): number | undefined => {
  if (hasEnded(run)) return undefined;
  const deadline = run.blockedSince === undefined ? run.deadline : undefined;
  const silences = tasksOf(run)
    .filter(isDispatched)
    .map(({ task }) => patienceEnds(task, silenceMs));
  if (run.held) silences.push(patienceEnds(run.held, silenceMs));
  const due = silences.reduce((a, b) => Math.min(a, b), deadline ?? Infinity);
  return due === Infinity ? undefined : due;
};

/** A run that was blocked before its deadline is not past it. */
export const isPastDeadline = ({ deadline, blockedSince }: Run, at: number): boolean =>
  deadline !== undefined && (blockedSince ?? at) >= deadline;

/** The deadline stands still while the run is blocked, and moves by that time when it goes on. */
export const withDeadlineKept = (run: Run, at: number): Run => {
  const blocked = tasksOf(run).some(({ task }) => task.status === 'deadlettered');
  if (blocked) return run.blockedSince === undefined ? { ...run, blockedSince: at } : run;
  if (run.blockedSince === undefined) return run;
  const { blockedSince, ...rest } = run;
  const stood = Math.max(0, at - blockedSince);
  return rest.deadline === undefined ? rest : { ...rest, deadline: rest.deadline + stood };
};
