import { taskType, type TaskKind } from '../../contracts/event-types';
import type { MeshEvent } from '../../contracts/event';
import { attemptIdOf, resultIdOf } from '../../contracts/ids';
import type { Emission, SettledClaim } from '../ports/claim-store';
import type { Outcome, Reason } from './outcome';
import type { Task } from './task';

/** Where a worker's events come from. */
export const SOURCE = '/mesh/worker';

/** What results say as their task did. */
const HANDED_ON = [
  'correlationid',
  'tenantid',
  'traceparent',
  'tracestate',
  'partitionkey',
  'priority',
  'deadline',
  'attempt',
  'replayid',
  'replayedby',
] as const satisfies readonly (keyof MeshEvent)[];

/** An event that tells of an attempt. Its id is derived, so that telling twice is telling once. */
export const tell = (
  task: Task,
  kind: Exclude<TaskKind, 'created'>,
  data: unknown,
  at: number,
  nth?: number,
): MeshEvent => ({
  specversion: '1.0',
  id: resultIdOf(task.id, task.attempt, nth === undefined ? kind : `${kind}.${nth}`),
  source: SOURCE,
  type: taskType(task.domain, kind),
  subject: task.id,
  time: new Date(at).toISOString(),
  datacontenttype: 'application/json',
  causationid: task.event.id,
  ...handedOn(task.event),
  data,
});

const handedOn = (event: MeshEvent): Partial<MeshEvent> =>
  Object.fromEntries(HANDED_ON.flatMap((name) => (event[name] === undefined ? [] : [[name, event[name]]])));

/** The same task, once more. */
const nextAttempt = ({ event, id, attempt }: Task): MeshEvent => ({
  ...event,
  id: attemptIdOf(id, attempt + 1),
  causationid: event.id,
  attempt: attempt + 1,
});

export interface Told {
  /** Milliseconds since the epoch. */
  at: number;
  /** Id of the dead letter, where the outcome is one. */
  letter?: string | undefined;
}

/** What is sent because a task ended so. */
export const emissionsOf = (task: Task, outcome: Outcome, { at, letter }: Told): readonly Emission[] => {
  const result = (kind: Exclude<TaskKind, 'created'>, data: unknown) => [
    { event: tell(task, kind, data, at) },
  ];
  switch (outcome.kind) {
    case 'completed':
      return result('completed', { output: outcome.output });
    case 'failed':
      return result('failed', fitting(outcome.reason));
    case 'expired':
      return result('expired', outcome.why === undefined ? {} : { reason: outcome.why });
    case 'dead':
      return result('deadlettered', { letter, reason: fitting(outcome.reason) });
    case 'retrying':
      return [{ event: nextAttempt(task), notBefore: outcome.notBefore }];
    case 'later':
      return [{ event: task.event, notBefore: outcome.notBefore }];
    case 'leased':
      return [
        { event: outcome.next === 'same' ? task.event : nextAttempt(task), notBefore: outcome.notBefore },
      ];
    case 'known':
      return outcome.emissions;
    case 'moved':
    case 'ignored':
      return [];
  }
};

/** As long as the schemas of results allow. */
const fitting = ({ code, message }: Reason): Reason => ({
  code: code.slice(0, 200) || 'unknown',
  message: message.slice(0, 4_000) || 'no reason was given',
});

/** What the claim of a task says from now on; undefined where it stays as it is. */
export const settlementOf = (
  { attempt }: Task,
  outcome: Outcome,
  emissions: readonly Emission[],
): { attempt: number; state: SettledClaim } | undefined => {
  switch (outcome.kind) {
    case 'completed':
    case 'failed':
    case 'expired':
    case 'retrying':
    case 'dead':
      return { attempt, state: { kind: 'settled', outcome: outcome.kind, emissions } };
    case 'later':
      // Given back, nothing begun: this very attempt may claim it again.
      return { attempt: attempt - 1, state: { kind: 'settled', outcome: 'retrying', emissions } };
    case 'leased':
    case 'known':
    case 'moved':
    case 'ignored':
      return undefined;
  }
};
