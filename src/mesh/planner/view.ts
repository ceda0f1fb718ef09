import type { Priority } from '../../contracts/event';
import { failureOfRun } from './end-event';
import { failureOf, outcomeOf } from './outcome';
import type { Failure, Fold, ItemsState, Run, RunStatus, StepState, TaskState } from './run';
import { held } from './scope';
import { seen } from './sealed';
import type { Read } from './scope';
import { hasEnded } from './run';
import { tasksOf } from './tasks';

export type StepStatus = TaskState['status'] | 'pending' | 'skipped';

export interface TaskView {
  status: StepStatus;
  attempt?: number;
  /** Chosen for it by its plan; absent where it went in its intent's. */
  lane?: Priority;
  output?: unknown;
  /** Of its output only the exposed properties are shown. */
  restricted?: true;
  failure?: Failure;
  /** Id of its dead letter. */
  letter?: string;
  /** Its effect may have happened. */
  uncertain?: true;
}

export interface StepView extends TaskView {
  step: string;
  skill: string;
  items?: readonly TaskView[];
  /** It could start, but that run comes first in the line of their key. */
  behind?: { run: string; key: string };
}

/** A run as others see it. */
export interface RunView {
  runId: string;
  type: string;
  status: RunStatus;
  subject?: string;
  acceptedAt: string;
  endedAt?: string;
  deadline?: string;
  steps: readonly StepView[];
  output?: unknown;
  failure?: Failure & { step?: string };
  reason?: string;
  traceId?: string;
  /** When its restricted data was erased, by whom and why. */
  erased?: { at: string; by?: string; reason?: string };
  /** How often the same id came with another body. */
  reused?: number;
}

/** References to all that a view of the run shows: to be read first, for `viewRun` to find. */
export const refsOf = (run: Run): readonly string[] =>
  [run.output, ...tasksOf(run).map(({ task }) => task.output)].flatMap((value) => {
    const kept = value && 'sealed' in value ? value.shown : value;
    return kept && 'ref' in kept ? [kept.ref] : [];
  });

/** A run for the HTTP interface; what is kept elsewhere is shown where `read` finds it. */
export const viewRun = (run: Run, read: Read = () => undefined): RunView => ({
  runId: run.id,
  type: run.intent.type,
  status: run.status,
  ...present({ subject: run.intent.subject }),
  acceptedAt: iso(run.acceptedAt),
  ...present({ endedAt: isoOf(run.endedAt), deadline: isoOf(run.deadline) }),
  steps: Object.keys(run.plan.steps).flatMap((name) => viewStep(run, name, read)),
  ...present({ output: run.output && seen(held(run.output, read)) }),
  ...present({ failure: failureOfRun(run), reason: run.reason, traceId: traceIdOf(run) }),
  ...present({ erased: run.erased && erasure(run.erased), reused: run.reused?.length }),
});

const erasure = ({ at, by, reason }: NonNullable<Run['erased']>) => ({
  at: iso(at),
  ...present({ by, reason }),
});

const viewStep = (run: Run, name: string, read: Read): readonly StepView[] => {
  const step = run.plan.steps[name]!;
  const state = run.steps[name];
  if (!state && hasEnded(run)) return [];
  const { skill } = step;
  switch (state?.kind) {
    case undefined:
      return [{ step: name, skill, status: 'pending' }];
    case 'skipped':
      return [{ step: name, skill, status: 'skipped' }];
    case 'task':
      return [{ step: name, skill, ...viewTask(state.task, read) }];
    case 'items':
      return [
        {
          step: name,
          skill,
          ...viewItems(state, outcome(step, state), read),
          ...present({ failure: failureOf(step, state) }),
        },
      ];
  }
};

const outcome = (
  step: Run['plan']['steps'][string],
  state: StepState,
): 'completed' | 'failed' | undefined => {
  const became = outcomeOf(step, state);
  return became === 'completed' || became === 'failed' ? became : undefined;
};

const viewTask = (
  { status, attempt, lane, output, failure, letter, uncertain }: TaskState,
  read: Read,
): TaskView => ({
  status,
  attempt,
  ...present({ lane }),
  ...present({
    output: output && seen(held(output, read)),
    restricted: output && 'sealed' in output ? (true as const) : undefined,
    failure,
    letter,
    uncertain,
  }),
});

/** A list in progress shows who has to act for it. */
const viewItems = (
  { items }: ItemsState,
  became: 'completed' | 'failed' | undefined,
  read: Read,
): Pick<StepView, 'status' | 'items'> => {
  const statuses = new Set(items.map((task) => task?.status));
  const open = (['deadlettered', 'waiting', 'dispatched', 'cancelled'] as const).find((status) =>
    statuses.has(status),
  );
  return {
    status: became ?? open ?? 'pending',
    items: items.map((task) => (task ? viewTask(task, read) : { status: 'pending' })),
  };
};

export interface JournalEntry {
  n: number;
  at: string;
  in: Fold['in'];
  /** Ids of the events that it gave out. */
  out: readonly string[];
  status?: RunStatus;
}

/** What the run took in and gave out, fold by fold. */
export const journalOf = (run: Run): readonly JournalEntry[] =>
  run.folds.map((fold) => ({ ...fold, at: iso(fold.at) }));

const iso = (at: number): string => new Date(at).toISOString();
const isoOf = (at: number | undefined): string | undefined => (at === undefined ? undefined : iso(at));

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** The members that are there. */
const present = <T extends object>(members: T): Present<T> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Present<T>;

const traceIdOf = ({ intent }: Run): string | undefined => intent.traceparent?.split('-')[1];
