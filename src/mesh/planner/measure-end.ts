import type { Metrics } from '../ports/metrics';
import type { Run, RunStatus } from './run';

type Ended = Extract<RunStatus, 'completed' | 'failed' | 'expired' | 'cancelled'>;

/** A run that has just ended, and how long it took from when it was accepted. */
export const measureEnd = (metrics: Metrics, { intent, status, acceptedAt, endedAt }: Run): void => {
  const attributes = { 'mesh.intent.type': intent.type, 'mesh.status': status as Ended };
  metrics.count('mesh.runs.ended', 1, attributes);
  if (endedAt !== undefined) metrics.record('mesh.run.duration', (endedAt - acceptedAt) / 1_000, attributes);
};
