import type { MeshEvent } from '../../contracts/event';
import { MESH, meaningOf } from '../../contracts/event-types';
import type { Meaning } from '../../contracts/event-types';
import { isOfRun, isRestrictedRef } from '../../contracts/dataref';
import { exposedOf } from '../../contracts/restricted';
import { schemaKeyOf } from '../../contracts/schema-key';
import { applyAnswer } from './apply-answer';
import { applyResult } from './apply-result';
import type { Applied } from './apply-result';
import { bodyHashOf } from './body-hash';
import { conclude, withDueAt } from './conclude';
import type { Content, FoldContext, Refusal } from './context';
import { isHeldLong, isPastDeadline, silentAt } from './due';
import { attemptOf } from './emission-ids';
import { erase, erasedAgain } from './erase';
import { entry, entryOf, nextNumber, withLate, withRepeat } from './journal';
import type { Line } from './line';
import { hasEnded } from './run';
import type { Run } from './run';
import { withTasks } from './tasks';

export interface Folded {
  /** The very same object when nothing is to be kept. */
  run: Run;
  /** Ids of the events to send: `emissionsOf` makes them. */
  out: readonly string[];
  /** To be kept before the run is. */
  contents: readonly Content[];
  /** Why the event counts for nothing and is a dead letter. */
  refused?: Refusal;
  /** The line of its key, where the run has moved in it: to be written with the run. */
  line?: Line;
}

/**
 * Adds one event to a run: a result, a command, or the intent once more. Pure: the same run and event give the same.
 * An event that has been folded already emits again what it emitted then and what is still unanswered.
 */
export const fold = (run: Run, event: MeshEvent, context: FoldContext): Folded =>
  erasedAgain(folded(run, event, context), event);

const folded = (run: Run, event: MeshEvent, context: FoldContext): Folded => {
  if (event.tenantid !== run.tenant) return refusal(run, wrongTenant);
  const meaning = meaningOf(event.type);
  if (meaning.kind === 'intent') return foldIntent(run, event, context);
  const known = entryOf(run, event);
  if (known) return { run, out: known.out, contents: [] };
  if (isRestrictedRef(event.dataref) && !isOfRun(event.dataref, run.id)) return refusal(run, strange);
  const data = dataIn(event, context);
  if (event.dataref !== undefined && data === undefined) return refusal(run, gone(event.dataref));
  const fault = faultIn(event, data ?? {}, context);
  if (fault) return refusal(run, fault);
  return foldMeaning(run, event, { meaning, data, context });
};

const wrongTenant: Refusal = {
  code: 'wrong-tenant',
  message: 'The event belongs to another tenant than the run.',
  passing: false,
};

/** Of restricted data, what may be seen stands for all of it. */
const dataIn = (event: MeshEvent, { read }: FoldContext): unknown => {
  const { dataref, data, subject } = event;
  if (dataref === undefined) return data;
  if (!isRestrictedRef(dataref)) return read(dataref);
  const output = exposedOf(event);
  return event.type === MESH.taskAnswer ? { task: subject, output } : { output };
};

const strange: Refusal = {
  code: 'strange-data',
  message: 'The event refers to restricted data that is not of its run.',
  passing: false,
};

const gone = (ref: string): Refusal => ({
  code: 'data-gone',
  message: `What '${ref}' refers to is not there.`,
  passing: false,
});

const refusal = (run: Run, reason: Refusal): Folded => ({ run, out: [], contents: [], refused: reason });

const faultIn = ({ type }: MeshEvent, data: unknown, { book }: FoldContext): Refusal | undefined => {
  const [fault] = book.faults(schemaKeyOf(type), data);
  return (
    fault && { code: 'invalid-data', message: `${fault.pointer || 'data'}: ${fault.message}`, passing: false }
  );
};

const HASHES_KEPT = 10;

/** The intent of a run that is there: the same again, or another wish under the same id. */
const foldIntent = (run: Run, event: MeshEvent, { at }: FoldContext): Folded => {
  const bodyHash = bodyHashOf(event);
  if (bodyHash === run.bodyHash) return { run, out: run.folds[0]?.out ?? [], contents: [] };
  const reused = run.reused ?? [];
  const noted = reused.length >= HASHES_KEPT || reused.some((other) => other.bodyHash === bodyHash);
  const message = `Source and id are those of run ${run.id}, the data is not: give a new wish a new id.`;
  const next = noted ? run : { ...run, reused: [...reused, { at, bodyHash }] };
  return refusal(next, { code: 'id-reuse', message, passing: false });
};

type Taken = { meaning: Exclude<Meaning, { kind: 'intent' }>; data: unknown; context: FoldContext };

const foldMeaning = (run: Run, event: MeshEvent, { meaning, data, context }: Taken): Folded => {
  switch (meaning.kind) {
    case 'task':
      if (meaning.what === 'created') return refusal(run, notForRuns(event));
      return taken(run, event, context, applyResult(run, event, { kind: meaning.what, data, context }));
    case 'mesh':
      return foldCommand(run, event, data, context);
    case 'end':
    case 'unknown':
      return refusal(run, notForRuns(event));
  }
};

const notForRuns = ({ type }: MeshEvent): Refusal => ({
  code: 'not-for-runs',
  message: `An event of type '${type}' is nothing that a run takes in.`,
  passing: false,
});

const foldCommand = (run: Run, event: MeshEvent, data: unknown, context: FoldContext): Folded => {
  switch (event.type) {
    case MESH.taskAnswer:
      return taken(run, event, context, applyAnswer(run, event, { data, n: nextNumber(run), context }));
    case MESH.runCancel:
      return cancel(run, event, data, context);
    case MESH.runErase:
      return erase(run, event, data, context);
    case MESH.runCheck:
      return check(run, event, context);
    default:
      return refusal(run, notForRuns(event));
  }
};

const taken = (run: Run, event: MeshEvent, context: FoldContext, applied: Applied): Folded => {
  switch (applied.kind) {
    case 'refused':
      return refusal(run, applied.refusal);
    case 'ignored':
      return { run, out: [], contents: [] };
    case 'late':
      return { run: withLate(run, event, context.at), out: [], contents: [] };
    case 'applied': {
      const concluded = conclude(applied.run, event, context);
      return { ...concluded, contents: [...(applied.contents ?? []), ...concluded.contents] };
    }
  }
};

const cancel = (run: Run, event: MeshEvent, data: unknown, context: FoldContext): Folded => {
  if (hasEnded(run)) return { run: withLate(run, event, context.at), out: [], contents: [] };
  const { reason } = (data ?? {}) as { reason?: string };
  return conclude({ ...run, ...(reason !== undefined && { reason }) }, event, context, 'cancelled');
};

/** Ends a run that is past its deadline, goes on where its turn has come, and emits again what nobody answered. */
const check = (run: Run, event: MeshEvent, context: FoldContext): Folded => {
  const nothing = { run, out: [], contents: [] };
  if (hasEnded(run)) return nothing;
  if (isPastDeadline(run, context.at)) return conclude(run, event, context, 'expired');
  const turn = run.held && conclude(run, event, context);
  if (turn && turn.out.length > 0) return turn;
  const silent = silentAt(run, context.at, context.silenceMs);
  const held = isHeldLong(run, context.at, context.silenceMs);
  if (silent.length === 0) return held ? { ...nothing, run: lookedAgain(run, context) } : nothing;
  const again = silent.map(({ task, step, item }) => ({
    step,
    ...(item !== undefined && { item }),
    task: { ...task, again: { at: context.at, times: (task.again?.times ?? 0) + 1 } },
  }));
  const out = silent.map(attemptOf);
  const fold = entry(event, { n: nextNumber(run), at: context.at, out });
  const after = withTasks(held ? lookedAgain(run, context) : run, again);
  return { run: withRepeat(withDueAt(after, context.silenceMs), fold), out, contents: [] };
};

/** Nothing has come of it but the next look, later. */
const lookedAgain = ({ held, ...run }: Run, { at, silenceMs }: FoldContext): Run => {
  const again = { at, times: (held!.again?.times ?? 0) + 1 };
  return withDueAt({ ...run, held: { since: held!.since, again } }, silenceMs);
};
