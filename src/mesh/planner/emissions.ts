import { contentRef } from '../../contracts/dataref';
import type { MeshEvent } from '../../contracts/event';
import { endType, MESH, meaningOf, taskType } from '../../contracts/event-types';
import type { EndKind } from '../../contracts/event-types';
import { LIMITS } from '../../contracts/limits';
import { RESTRICTED } from '../../contracts/restricted';
import type { Content } from './context';
import { changedIdOf, endIdOf, erasedIdOf, turnIn, unanswered } from './emission-ids';
import { failureOf, unhandledIn } from './outcome';
import { resolve } from './references';
import type { Failure, Fold, Run } from './run';
import { scopeOf, valueOfList } from './scope';
import { isSealed, withGaps, type Gap } from './sealed';
import type { Read } from './scope';
import { tasksOf } from './tasks';
import type { Place, PlacedTask } from './tasks';

export const PLANNER = '/mesh/planner';

export interface Emissions {
  events: readonly MeshEvent[];
  /** To be kept before the events are sent. */
  contents: readonly Content[];
}

/**
 * The events behind these ids, as the run has them: the same run gives the same events, however often. Tasks that
 * have been answered, or whose run has ended, are left out.
 */
export const emissionsOf = (
  run: Run,
  ids: Iterable<string>,
  read: Read,
  isRestricted: (skill: string) => boolean = () => false,
): Emissions => {
  const open = unanswered(run);
  const events: MeshEvent[] = [];
  const contents: Content[] = [];
  for (const id of new Set(ids)) {
    const event =
      taskEvent(run, open.get(id), read, isRestricted) ??
      changedEvent(run, id, read) ??
      turnEvent(run, id) ??
      erasedEvent(run, id) ??
      endEvent(run, id);
    if (!event) continue;
    const sent = light(run.id, event);
    events.push(sent.event);
    if (sent.content) contents.push(sent.content);
  }
  return { events, contents };
};

export const domainOf = ({ intent }: Run): string => {
  const meaning = meaningOf(intent.type);
  return meaning.kind === 'intent' ? meaning.domain : 'mesh';
};

/** What every event of a run carries. */
const envelope = (
  run: Run,
  { id, type, at, cause }: { id: string; type: string; at: number; cause: string },
) => {
  const { traceparent, tracestate, partitionkey, authtype, authid, priority } = run.intent;
  return {
    specversion: '1.0' as const,
    id,
    source: PLANNER,
    type,
    time: new Date(at).toISOString(),
    datacontenttype: 'application/json',
    correlationid: run.id,
    causationid: cause,
    tenantid: run.tenant,
    partitionkey: partitionkey ?? run.id,
    ...given({ traceparent, tracestate, authtype, authid, priority }),
    ...(run.deadline !== undefined && { deadline: new Date(run.deadline).toISOString() }),
  };
};

const given = <T extends object>(attributes: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined)) as never;

const taskEvent = (
  run: Run,
  placed: PlacedTask | undefined,
  read: Read,
  isRestricted: (skill: string) => boolean,
): MeshEvent | undefined => {
  if (!placed) return undefined;
  const { id, step, item, skill, task } = placed;
  const { input, gaps } = givenTo(run, placed, read);
  return {
    ...envelope(run, {
      id: `${id}.${task.attempt}`,
      type: taskType(domainOf(run), 'created'),
      at: task.since,
      cause: task.cause,
    }),
    subject: id,
    attempt: task.attempt,
    ...given({ priority: task.lane }),
    ...((gaps.length > 0 || isRestricted(skill)) && { dataclassification: RESTRICTED }),
    data: {
      skill,
      step,
      ...(item !== undefined && { item }),
      input: input ?? null,
      ...(gaps.length > 0 && { restricted: gaps }),
    },
  };
};

/** What a task takes, from what the run knows; restricted data in it is sealed. */
export const inputOf = (run: Run, place: Place, read: Read): unknown =>
  resolve(run.plan.steps[place.step]!.input, lookingUp(run, place, read));

const lookingUp = (run: Run, { step, item }: Place, read: Read): ((pointer: string) => unknown) => {
  if (item === undefined) return scopeOf(run, read);
  const value = valueOfList(run, run.plan.steps[step]!.forEach!, item, read);
  return scopeOf(run, read, { index: item, value });
};

/** What a task takes, as it travels: with gaps for what is restricted. */
const givenTo = (run: Run, place: Place, read: Read): { input: unknown; gaps: readonly Gap[] } => {
  let hasSealed = false;
  const lookUp = lookingUp(run, place, read);
  const input = resolve(run.plan.steps[place.step]!.input, (pointer) => {
    const value = lookUp(pointer);
    hasSealed ||= isSealed(value) || (Array.isArray(value) && value.some(isSealed));
    return value;
  });
  // Most data is not restricted, and need not be looked through.
  if (!hasSealed) return { input, gaps: [] };
  const { value, gaps } = withGaps(input);
  return { input: value, gaps };
};

const changedEvent = (run: Run, id: string, read: Read): MeshEvent | undefined => {
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

/** Tells the next run of the same key that its turn has come. */
const turnEvent = (run: Run, id: string): MeshEvent | undefined => {
  const turn = turnIn(id);
  const fold = turn && run.folds.find(({ n, out }) => n === turn.n && out.includes(id));
  if (!fold) return undefined;
  return {
    specversion: '1.0',
    id,
    source: PLANNER,
    type: MESH.runCheck,
    subject: turn.next,
    time: new Date(fold.at).toISOString(),
    datacontenttype: 'application/json',
    correlationid: turn.next,
    causationid: fold.in.id,
    tenantid: run.tenant,
    partitionkey: run.intent.partitionkey ?? turn.next,
    data: {},
  };
};

const erasedEvent = (run: Run, id: string): MeshEvent | undefined => {
  if (!run.erased || id !== erasedIdOf(run.id)) return undefined;
  const { at, cause } = run.erased;
  return {
    ...envelope(run, { id, type: MESH.runErased, at, cause }),
    subject: run.id,
    data: { at: new Date(at).toISOString() },
  };
};

const endEvent = (run: Run, id: string): MeshEvent | undefined => {
  const kind = run.status as EndKind;
  if (run.endedAt === undefined || id !== endIdOf(run.id, kind)) return undefined;
  const fold = run.folds.findLast(({ out }) => out.includes(id));
  const event: MeshEvent = {
    ...envelope(run, {
      id,
      type: endType(domainOf(run), kind),
      at: run.endedAt,
      cause: fold?.in.id ?? run.intent.id,
    }),
    ...(run.intent.subject !== undefined && { subject: run.intent.subject }),
  };
  if (run.output && 'ref' in run.output) return { ...event, dataref: run.output.ref };
  return { ...event, data: endData(run, kind) };
};

export const endData = (run: Run, kind: EndKind): Record<string, unknown> => {
  const acceptedAt = new Date(run.acceptedAt).toISOString();
  switch (kind) {
    case 'completed':
      return { ...(run.output && 'value' in run.output && { output: run.output.value }), acceptedAt };
    case 'failed':
      return { ...failureOfRun(run), acceptedAt };
    case 'expired':
      return { acceptedAt, ...uncertainIn(run) };
    case 'cancelled':
      return { ...(run.reason !== undefined && { reason: run.reason }), acceptedAt, ...uncertainIn(run) };
  }
};

/** Why a run failed: its output, or the first failure, in the plan's order, that nothing handles. */
export const failureOfRun = (run: Run): (Failure & { step?: string }) | undefined => {
  if (run.failure) return run.failure;
  const step = run.status === 'failed' ? unhandledIn(run) : undefined;
  if (step === undefined) return undefined;
  const { code, message } = failureOf(run.plan.steps[step]!, run.steps[step])!;
  return { code, message, step };
};

const uncertainIn = (run: Run) => {
  const uncertain = tasksOf(run).flatMap(({ id, task }) => (task.uncertain ? [id] : []));
  return uncertain.length > 0 ? { uncertain } : {};
};

/** Large data does not travel with its event. */
const light = (run: string, event: MeshEvent): { event: MeshEvent; content?: Content } => {
  if (event.data === undefined) return { event };
  const content = heavy(run, event.data);
  if (!content) return { event };
  const { data: _, ...rest } = event;
  return { event: { ...rest, dataref: content.ref }, content };
};

/** The value as a content of its own, where it is too large to travel; undefined where it is not. */
export const heavy = (
  run: string,
  value: unknown,
  limit: number = LIMITS.inlineData,
): Content | undefined => {
  const bytes = Buffer.from(JSON.stringify(value));
  return bytes.length > limit ? { ref: contentRef(run, bytes), bytes } : undefined;
};
