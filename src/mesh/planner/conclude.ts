import type { MeshEvent } from '../../contracts/event';
import type { EndKind } from '../../contracts/event-types';
import { closed } from './closed';
import type { Content, FoldContext } from './context';
import { derive } from './derive';
import type { Derived } from './derive';
import { dispatch } from './dispatch';
import { dueAtOf, isPastDeadline, withDeadlineKept } from './due';
import { attemptOf, changedIdOf, endIdOf } from './emission-ids';
import { ended } from './ended';
import { entry, nextNumber, withEntry } from './journal';
import { hasEnded } from './run';
import type { Run, RunStatus } from './run';
import { isDispatched, tasksOf, withTasks } from './tasks';

export interface Concluded {
  run: Run;
  /** Ids of the events that this fold gives out. */
  out: readonly string[];
  /** To be kept before the run is. */
  contents: readonly Content[];
}

/** Draws the consequences of what a fold took in, and enters both in the journal. `end` ends the run by command. */
export const conclude = (run: Run, event: MeshEvent, context: FoldContext, end?: EndKind): Concluded => {
  const n = nextNumber(run);
  // Facts are kept after the end too, and what follows from them; the run itself changes no more.
  if (hasEnded(run)) return noted(derive(run, context).run, event, context, n);
  const derived = derive(withDeadlineKept(run, context.at), context);
  const fate = end ?? fateOf(derived, context.at);
  if (!fate) return entered(goneOn(derived, event, context, n), run, event, { n, context });
  const over = closed(ended(derived.run, fate, context, n), fate, context);
  return entered(over.run, run, event, { n, context, end: over.kind, contents: over.contents });
};

const noted = (run: Run, event: MeshEvent, { at }: FoldContext, n: number): Concluded => ({
  run: withEntry(run, entry(event, { n, at, out: [] })),
  out: [],
  contents: [],
});

/** A run that is done is done, even if late; a failure that nothing handles waits for the tasks that are under way. */
const fateOf = ({ run, outcomes, unhandled }: Derived, at: number): EndKind | undefined => {
  const done = [...outcomes.values()].every((outcome) => outcome !== 'open');
  if (done && unhandled === undefined) return 'completed';
  if (isPastDeadline(run, at)) return 'expired';
  return unhandled !== undefined && !tasksOf(run).some(isDispatched) ? 'failed' : undefined;
};

const goneOn = (
  { run, ready, unhandled }: Derived,
  event: MeshEvent,
  context: FoldContext,
  n: number,
): Run => {
  const next =
    unhandled === undefined
      ? dispatch(run, ready, { n, cause: event.id, ...context })
      : withoutWaiting(run, n);
  return { ...next, status: activeStatus(next) };
};

/** Nobody need answer any more for a run that is going to fail. */
const withoutWaiting = (run: Run, n: number): Run =>
  withTasks(
    run,
    tasksOf(run)
      .filter(({ task }) => task.status === 'waiting')
      .map(({ task, ...place }) => ({
        ...place,
        task: { ...task, status: 'cancelled' as const, waited: { from: task.waited?.from ?? n, to: n } },
      })),
  );

/** The status names who has to act: an operator before a person, a person before the mesh. */
const activeStatus = (run: Run): RunStatus => {
  const statuses = new Set(tasksOf(run).map(({ task }) => task.status));
  if (statuses.has('deadlettered')) return 'blocked';
  return statuses.has('waiting') ? 'waiting' : 'running';
};

const entered = (
  after: Run,
  before: Run,
  event: MeshEvent,
  {
    n,
    context,
    end,
    contents = [],
  }: { n: number; context: FoldContext; end?: EndKind; contents?: readonly Content[] },
): Concluded => {
  const changed =
    after.status !== before.status ||
    tasksOf(after).some(({ task: { waited } }) => waited?.from === n || waited?.to === n);
  const out = [
    ...(end ? [] : begunSince(before, after)),
    ...(changed ? [changedIdOf(after.id, n)] : []),
    ...(end ? [endIdOf(after.id, end)] : []),
  ];
  const fold = entry(event, { n, at: context.at, out, ...(changed && { status: after.status }) });
  return { run: withEntry(withDueAt(after, context.silenceMs), fold), out, contents };
};

const begunSince = (before: Run, after: Run): readonly string[] => {
  const known = new Set(tasksOf(before).map(({ id }) => id));
  return tasksOf(after)
    .filter((task) => isDispatched(task) && !known.has(task.id))
    .map(attemptOf);
};

export const withDueAt = (run: Run, silenceMs: number): Run => {
  const { dueAt: _, ...rest } = run;
  const dueAt = dueAtOf(run, silenceMs);
  return dueAt === undefined ? rest : { ...rest, dueAt };
};
