import type { MeshEvent } from '../../contracts/event';
import type { EndKind } from '../../contracts/event-types';
import { closed } from './closed';
import type { Content, FoldContext } from './context';
import { derive } from './derive';
import type { Derived } from './derive';
import { dispatch } from './dispatch';
import { dueAtOf, isPastDeadline, withDeadlineKept } from './due';
import { attemptOf, changedIdOf, endIdOf, turnIdOf } from './emission-ids';
import { ended } from './ended';
import { inTurn, moved } from './line';
import type { Line, Moved } from './line';
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
  /** The line of its key, where the run has moved in it: to be written with the run. */
  line?: Line;
}

/** Draws the consequences of what a fold took in, and enters both in the journal. `end` ends the run by command. */
export const conclude = (run: Run, event: MeshEvent, context: FoldContext, end?: EndKind): Concluded => {
  const n = nextNumber(run);
  // Facts are kept after the end too, and what follows from them; the run itself changes no more.
  if (hasEnded(run)) return noted(derive(run, context).run, event, context, n);
  const derived = derive(withDeadlineKept(run, context.at), context);
  const fate = end ?? fateOf(derived, context.at);
  if (!fate) {
    const turns = moved(derived.run, context.line);
    const next = goneOn({ ...derived, run: turns.run }, event, withLine(context, turns), n);
    return entered(next, run, event, { n, context, turns });
  }
  const over = closed(ended(withHeld(derived.run, false, context.at), fate, context, n), fate, context);
  const turns = moved(over.run, context.line);
  return entered(turns.run, run, event, { n, context, end: over.kind, contents: over.contents, turns });
};

const withLine = (context: FoldContext, { line }: Moved): FoldContext =>
  line ? { ...context, line: () => line } : context;

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
  if (unhandled !== undefined) return active(withHeld(withoutWaiting(run, n), false, context.at));
  const { go, held } = inTurn(run, ready, context.line);
  return active(withHeld(dispatch(run, go, { n, cause: event.id, ...context }), held, context.at));
};

const active = (run: Run): Run => ({ ...run, status: activeStatus(run) });

const withHeld = (run: Run, held: boolean, at: number): Run => {
  if (held) return { ...run, held: run.held ?? { since: at } };
  const { held: _, ...rest } = run;
  return rest;
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
    turns,
  }: { n: number; context: FoldContext; end?: EndKind; contents?: readonly Content[]; turns: Moved },
): Concluded => {
  const changed =
    after.status !== before.status ||
    tasksOf(after).some(({ task: { waited } }) => waited?.from === n || waited?.to === n);
  const out = [
    ...(end ? [] : begunSince(before, after)),
    ...(changed ? [changedIdOf(after.id, n)] : []),
    ...(end ? [endIdOf(after.id, end)] : []),
    ...turns.next.map((next) => turnIdOf(after.id, n, next)),
  ];
  const fold = entry(event, { n, at: context.at, out, ...(changed && { status: after.status }) });
  const { line } = turns;
  return { run: withEntry(withDueAt(after, context.silenceMs), fold), out, contents, ...(line && { line }) };
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
