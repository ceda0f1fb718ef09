import type { RunStatus } from '../planner/run';
import type { StepStatus } from '../planner/view';

/** Every status of a run, as documents and queries name them. */
export const STATUSES = [
  'accepted',
  'running',
  'waiting',
  'blocked',
  'completed',
  'failed',
  'expired',
  'cancelled',
] as const satisfies readonly RunStatus[];

export const TASK_STATUSES = [
  'pending',
  'dispatched',
  'waiting',
  'completed',
  'failed',
  'expired',
  'deadlettered',
  'cancelled',
  'skipped',
] as const satisfies readonly StepStatus[];
