import type { MeshEvent } from '../../contracts/event';
import { derivedId } from '../../contracts/ids';
import type { Run } from '../planner/run';
import type { Caller } from './route';

export interface CommandOptions<T> {
  run: Run;
  /** What the command is about: a run or a task. */
  subject: string;
  caller: Caller;
  /** Milliseconds since the epoch. */
  now: number;
  traceparent: string | undefined;
  data: T;
}

/** A command to a run. Its id is derived, so that the same command of the same caller is one, however often it is sent. */
export const commandTo = <T extends object>(
  type: string,
  { run, subject, caller, now, traceparent, data }: CommandOptions<T>,
): MeshEvent<T> & { correlationid: string } => ({
  specversion: '1.0',
  id: derivedId(type, subject, caller.type, caller.id, JSON.stringify(data)),
  source: `/api/runs/${run.id}`,
  type,
  subject,
  time: new Date(now).toISOString(),
  // The run's trace, not the request's: where it started is where it belongs.
  ...traced(run.intent.traceparent ?? traceparent),
  correlationid: run.id,
  causationid: run.intent.id,
  tenantid: run.tenant,
  authtype: caller.type,
  authid: caller.id,
  data,
});

const traced = (traceparent: string | undefined) => (traceparent === undefined ? {} : { traceparent });
