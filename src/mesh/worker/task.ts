import type { MeshEvent } from '../../contracts/event';
import { meaningOf } from '../../contracts/event-types';
import { attemptIdOf, parseTaskId } from '../../contracts/ids';
import type { Reason } from './outcome';

/** A task that was dispatched, as the event that says so tells it. */
export interface Task {
  event: MeshEvent;
  /** `<run>.<step>` or `<run>.<step>.<item>`; also the idempotency key of its effect. */
  id: string;
  run: string;
  domain: string;
  /** From 1. */
  attempt: number;
  /** Milliseconds since the epoch. */
  deadline: number | undefined;
}

export type Parsed = { task: Task } | { fault: Reason };

const fault = (message: string): Parsed => ({ fault: { code: 'invalid-event', message } });

/** Reads a task from an event, except for its data, which may be elsewhere. */
export const taskOf = (event: MeshEvent): Parsed => {
  const meaning = meaningOf(event.type);
  if (meaning.kind !== 'task' || meaning.what !== 'created')
    return {
      fault: { code: 'unknown-type', message: `a worker has no use for events of type '${event.type}'` },
    };
  const id = event.subject ?? '';
  const key = parseTaskId(id);
  if (!key) return fault(`the subject '${id}' is not the id of a task`);
  const attempt = event.attempt ?? 0;
  if (attempt < 1 || event.id !== attemptIdOf(id, attempt))
    return fault(`the id '${event.id}' is not that of attempt ${attempt} of '${id}'`);
  if (event.correlationid !== key.run)
    return fault(`the task '${id}' is not of the run '${event.correlationid}'`);
  const deadline = event.deadline === undefined ? undefined : Date.parse(event.deadline);
  if (Number.isNaN(deadline)) return fault(`the deadline '${event.deadline}' is not a date and time`);
  return { task: { event, id, run: key.run, domain: meaning.domain, attempt, deadline } };
};
