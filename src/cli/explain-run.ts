import type { Plan, Step } from '../contracts/plan';
import { conditionText } from './condition-text';
import { missedBy, reasonsFor, type Find } from './explain-conditions';
import type { Hint } from './hint';
import { erasedText } from './erased-text';
import { lines } from './output';
import type { RunView, StepView, TaskView } from './run-view';
import { bold, statusText } from './style';
import { wrapped } from './terminal';
import { whatToDo } from './what-to-do';
import { counted, duration, moment } from './words';

/** One entry of `GET /api/runs/{id}/events`. */
export interface JournalView {
  n: number;
  at: string;
  in: { id: string; type: string; subject?: string; late?: true; by?: string; replay?: string };
  out: readonly string[];
  status?: string;
}

export interface Explained {
  run: RunView & { deadline?: string };
  journal: readonly JournalView[];
  plan: Plan;
}

export interface ExplainOptions {
  hint: Hint;
  /** Of the terminal; absent: lines are as long as they are. */
  columns?: number | undefined;
}

const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)!}`;

const orderOf = (n: number): string =>
  n === 1 ? 'first' : n === 2 ? 'second' : n === 3 ? 'third' : `${n}th`;

/** Steps that name this one for the case that they fail. */
const rescued = (plan: Plan, name: string): readonly string[] =>
  Object.entries(plan.steps).flatMap(([other, { onFailure = [] }]) =>
    onFailure.includes(name) ? [other] : [],
  );

const why = (plan: Plan, name: string, step: Step, find: Find): string => {
  const failed = rescued(plan, name);
  if (failed.length > 0) return `because ${listed(failed)} failed`;
  const conditions = reasonsFor(step, find);
  const after =
    step.needs.length === 0 ? 'as soon as the intent was planned' : `once ${listed(step.needs)} had settled`;
  return conditions.length === 0 ? after : `${after}, for ${listed(conditions)}`;
};

/** What the plan chose another lane by. */
const laneText = (plan: Plan, { lane, items }: StepView, find: Find): string => {
  const chosen = lane ?? items?.find((task) => task.lane)?.lane;
  const rules = (plan.lanes ?? []).filter((rule) => rule.lane === chosen);
  const reasons = rules.map(({ on, schema }) => {
    const step = /^\/steps\/([^/]+)/.exec(on)?.[1];
    return conditionText(step ?? 'intent', schema, step && find(step)?.output).wants;
  });
  return chosen === undefined ? '' : ` in lane ${chosen} (${reasons.join(' or ')})`;
};

/** Why a step was skipped, by its needs and its conditions, in their order. */
const whySkipped = (plan: Plan, name: string, step: Step, find: Find): string => {
  const failing = rescued(plan, name);
  if (failing.length > 0) return `it is taken only when ${listed(failing)} fails`;
  return missedBy(step, find) ?? 'its needs were not met';
};

const aboutTask =
  (task: string) =>
  ({ in: { subject } }: JournalView) =>
    subject === task;

const isDispatch =
  (task: string) =>
  ({ out }: JournalView) =>
    out.some((id) => id.startsWith(`${task}.`));

/** How long a task took, from when it was sent to when its run knew of its end. */
const took = (task: string, journal: readonly JournalView[]): string => {
  const began = journal.find(isDispatch(task));
  const ended = journal.findLast(
    (entry) => aboutTask(task)(entry) && /\.(completed|failed|expired)$/.test(entry.in.type),
  );
  return began && ended ? ` after ${duration(Date.parse(ended.at) - Date.parse(began.at))}` : '';
};

/** Statuses whose sentence tells the try. */
const told: ReadonlySet<string> = new Set(['completed', 'failed', 'dispatched']);

const history = (
  task: string,
  { attempt = 1, status }: TaskView,
  journal: readonly JournalView[],
): string => {
  const replays = new Map(
    journal
      .filter((entry) => aboutTask(task)(entry) && entry.in.replay)
      .map(({ in: { replay, by } }) => [replay!, by]),
  );
  const again = journal.filter((entry) => entry.in.type === 'mesh.run.check' && isDispatch(task)(entry));
  const answered = journal.find(
    (entry) => aboutTask(task)(entry) && entry.in.type === 'mesh.task.answer' && !entry.in.late,
  );
  return [
    attempt > 1 && !told.has(status) && `It was tried ${counted(attempt, 'time')}.`,
    ...[...replays].map(
      ([replay, by]) => `Replay ${replay}${by ? `, asked for by ${by},` : ''} had brought it back.`,
    ),
    again.length > 0 && `It was sent again ${moment(again.at(-1)!.at)}, for nobody had answered.`,
    answered?.in.by && `The answer is ${answered.in.by}’s, given ${moment(answered.at)}.`,
  ]
    .filter(Boolean)
    .map((sentence) => ` ${String(sentence)}`)
    .join('');
};

const failureText = ({ failure }: TaskView): string =>
  failure ? `: ${failure.message} (${failure.code})` : '';

const stands = (task: string, view: TaskView, journal: readonly JournalView[]): string => {
  const nth = `at the ${orderOf(view.attempt ?? 1)} try`;
  switch (view.status) {
    case 'completed':
      return `and completed ${nth}${took(task, journal)}.`;
    case 'failed':
      return `and failed ${nth}${took(task, journal)}${failureText(view)}.`;
    case 'expired':
      return 'and was not done by its deadline.';
    case 'waiting':
      return 'and waits for an answer.';
    case 'deadlettered':
      return `and is a dead letter${failureText(view)}. It goes on when letter ${view.letter ?? ''} is replayed.`;
    case 'cancelled':
      return `and was given up when the run ended${view.uncertain ? '; its effect may have happened' : ''}.`;
    default:
      return `and is being performed, ${nth}.`;
  }
};

const itemsText = (items: readonly TaskView[]): string => {
  const byStatus = Map.groupBy(items, ({ status }) => status);
  return `${counted(items.length, 'item')}: ${[...byStatus].map(([status, of]) => `${of.length} ${statusText(status)}`).join(', ')}`;
};

const pending = (step: Step, find: Find, behind: StepView['behind']): string => {
  if (behind) return `could start, and waits for run ${behind.run}, which holds key '${behind.key}'.`;
  const open = step.needs.filter(
    (need) => !['completed', 'skipped'].includes(find(need)?.status ?? 'pending'),
  );
  return open.length > 0 ? `waits for ${listed(open)}.` : 'has not begun yet.';
};

const explainStep = ({ run, journal, plan }: Explained, name: string, find: Find): string => {
  const step = plan.steps[name]!;
  const view = find(name);
  const task = `${run.runId}.${name}`;
  if (!view) return `never began: the run ended before.`;
  if (view.status === 'skipped') return `was skipped: ${whySkipped(plan, name, step, find)}.`;
  if (view.items)
    return view.status === 'pending' && (view.items.length === 0 || view.behind)
      ? pending(step, find, view.behind)
      : `ran${laneText(plan, view, find)} ${why(plan, name, step, find)}, once for each of ${itemsText(view.items)}.`;
  if (view.status === 'pending') return pending(step, find, view.behind);
  return `ran${laneText(plan, view, find)} ${why(plan, name, step, find)}, ${stands(task, view, journal)}${history(task, view, journal)}`;
};

/** What the run came to, and who had a hand in it. */
const ending = ({ run, journal }: Explained): string => {
  const cancel = journal.find(({ in: { type, late } }) => type === 'mesh.run.cancel' && !late);
  const last =
    run.endedAt && run.acceptedAt
      ? ` after ${duration(Date.parse(run.endedAt) - Date.parse(run.acceptedAt))}`
      : '';
  const because = run.failure
    ? `, for ${run.failure.step ? `its step ${run.failure.step} failed` : run.failure.message}`
    : run.reason
      ? `: ${run.reason}`
      : '';
  const by = cancel?.in.by ? ` It was cancelled by ${cancel.in.by}.` : '';
  return `Run ${bold(run.runId)} is ${statusText(run.status)}${last}${because}.${by}`;
};

const late = (journal: readonly JournalView[]): string | false => {
  const entries = journal.filter(({ in: taken }) => taken.late);
  return (
    entries.length > 0 &&
    `\n${counted(entries.length, 'event')} came too late to count: ${listed(entries.map(({ in: { type } }) => type))}.`
  );
};

/** Why each step of a run ran, was skipped, waits, was tried again or failed, in sentences. */
export const explainRun = (explained: Explained, { hint, columns }: ExplainOptions): string => {
  const { run, journal, plan } = explained;
  const find: Find = (name) => run.steps?.find(({ step }) => step === name);
  const next = whatToDo(run, hint);
  const width = Math.max(...Object.keys(plan.steps).map((name) => name.length));
  return lines(
    ending(explained),
    run.deadline && !run.endedAt && `Its deadline is ${moment(run.deadline)}.`,
    `\n${Object.keys(plan.steps)
      .map((name) => `  ${bold(name.padEnd(width))}  ${explainStep(explained, name, find)}`)
      .map((line) => wrapped(line, columns, width + 4))
      .join('\n')}`,
    erasedText(run) && `\n${erasedText(run)}`,
    late(journal),
    next && `\n${next}`,
  );
};
