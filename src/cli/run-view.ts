export interface Failure {
  code: string;
  message: string;
}

export interface TaskView {
  status: string;
  attempt?: number;
  /** Chosen for it by its plan. */
  lane?: string;
  output?: unknown;
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

/** A run as `GET /api/runs/{id}` answers it. */
export interface RunView {
  runId: string;
  type: string;
  status: string;
  subject?: string;
  acceptedAt?: string;
  endedAt?: string;
  steps?: readonly StepView[];
  output?: unknown;
  failure?: Failure & { step?: string };
  reason?: string;
  traceId?: string;
  /** Its restricted data was erased. */
  erased?: { at: string; by?: string; reason?: string };
}

const ENDED = new Set(['completed', 'failed', 'expired', 'cancelled']);
export const hasEnded = ({ status }: Pick<RunView, 'status'>): boolean => ENDED.has(status);

/** Nothing more happens by itself: ended, or somebody must act. */
export const standsStill = (run: Pick<RunView, 'status'>): boolean =>
  hasEnded(run) || run.status === 'waiting' || run.status === 'blocked';

/** It came to its end, or waits for a person as it should. */
export const isWell = ({ status }: Pick<RunView, 'status'>): boolean =>
  status === 'completed' || status === 'waiting';

export const outputOf = ({ steps }: RunView, step: string): unknown =>
  steps?.find((one) => one.step === step)?.output;

/** A task with the id that it is answered by. */
export interface NamedTask extends TaskView {
  id: string;
  step: StepView;
}

/** The tasks of a run, those of lists one by one. */
export const tasksOf = ({ runId, steps = [] }: RunView): readonly NamedTask[] =>
  steps.flatMap((step): NamedTask[] =>
    step.items
      ? step.items.map((task, index) => ({ ...task, step, id: `${runId}.${step.step}.${index}` }))
      : [{ ...step, step, id: `${runId}.${step.step}` }],
  );
