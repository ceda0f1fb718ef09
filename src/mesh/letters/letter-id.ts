import { hash } from 'node:crypto';
import { meaningOf } from '../../contracts/event-types';
import type { MeshEvent } from '../../contracts/event';
import { derivedId, parseTaskId } from '../../contracts/ids';
import { NOBODY } from './letter';

/** The task that an event asks a worker to perform; undefined for every other event. */
export const taskToPerform = (event: MeshEvent | undefined): string | undefined => {
  if (!event) return undefined;
  const meaning = meaningOf(event.type);
  if (meaning.kind !== 'task' || meaning.what !== 'created') return undefined;
  return event.subject !== undefined && parseTaskId(event.subject) ? event.subject : undefined;
};

/** Another wish under an id that is taken: its letter must not be that of the first one. */
const ID_REUSE = 'id-reuse';

const bodyOf = ({ data, dataref }: MeshEvent): string =>
  dataref ?? hash('sha256', JSON.stringify(data ?? null));

export interface Lettered {
  event?: MeshEvent;
  hub: string;
  body: Uint8Array;
  code: string;
}

/**
 * The id of a dead letter, from what it carries: every attempt of one task, and every return of one event, is the
 * same letter, so that its history is in one place.
 */
export const letterIdOf = ({ event, hub, body, code }: Lettered): string => {
  const task = taskToPerform(event);
  if (task !== undefined) return derivedId('letter', 'task', task);
  if (!event) return derivedId('letter', 'bytes', hub, hash('sha256', body));
  const { tenantid = NOBODY, source, id } = event;
  return derivedId('letter', 'event', tenantid, source, id, ...(code === ID_REUSE ? [bodyOf(event)] : []));
};
