import { MESH, meaningOf } from '../../contracts/event-types';
import type { MeshEvent } from '../../contracts/event';
import { attemptIdOf } from '../../contracts/ids';
import { eventOfBytes } from '../letters/event-of-bytes';
import type { LetterProperties, LetterSummary } from '../letters/letter';
import { taskToPerform } from '../letters/letter-id';
import { ATTEMPT, REPLAY_ID } from '../letters/letter-properties';
import type { RawMessage } from '../ports/publisher';
import { deadlineOf } from './deadline';
import { mergePatch } from './merge-patch';
import type { ReplayOptions } from './replay';
import { hubFor } from './where-to';

/** What a letter goes out as. */
export type Outgoing =
  | { kind: 'event'; event: MeshEvent }
  | { kind: 'raw'; message: RawMessage }
  /** `forGood`: and never will be. */
  | { kind: 'refused'; reason: string; forGood?: true };

export interface Brought {
  letter: LetterSummary;
  body: Uint8Array;
  properties: LetterProperties;
  contentType?: string | undefined;
  /** `by`: id of whoever asked for it. */
  replay: { id: string; at: number; by: string };
  options: Pick<ReplayOptions, 'deadline' | 'edit'>;
}

const refused = (reason: string): Outgoing => ({ kind: 'refused', reason });

/**
 * The next attempt: of a task under an id of its own; an intent keeps its id, for its run follows from it. A delivery
 * keeps its id too, by which its receiver knows it, and is tried as often again as one that is new.
 */
const nextAttempt = (event: MeshEvent, { attempt }: LetterSummary, at: number): Partial<MeshEvent> => {
  if (event.type === MESH.deliveryRequested) return { attempt: 1, time: new Date(at).toISOString() };
  const task = taskToPerform(event);
  if (task !== undefined) return { id: attemptIdOf(task, attempt + 1), attempt: attempt + 1 };
  return meaningOf(event.type).kind === 'intent' ? { attempt: attempt + 1 } : {};
};

/** An event with other data; undefined where its data does not travel with it. */
export const edited = (event: MeshEvent, edit: unknown): MeshEvent | undefined => {
  if (edit === undefined) return event;
  const isHere = event.dataref === undefined && event.data_base64 === undefined;
  return isHere ? { ...event, data: mergePatch(event.data, edit) } : undefined;
};

const asEvent = (known: MeshEvent, { letter, replay, options }: Brought): Outgoing => {
  const event = edited(known, options.edit);
  if (!event) return refused('its data does not travel with it, so it cannot be edited');
  const { deadline: before, ...rest } = event;
  const deadline = deadlineOf(before, options.deadline, replay.at - letter.lastAt);
  const back = {
    ...rest,
    ...nextAttempt(event, letter, replay.at),
    replayid: replay.id,
    replayedby: replay.by,
  };
  return { kind: 'event', event: deadline === undefined ? back : { ...back, deadline } };
};

/** Bytes go back to the partition that they came from; how often they were tried is in their properties. */
const asRaw = ({ letter, body, properties, contentType, replay, options }: Brought): Outgoing => {
  const { partition, attempt } = letter;
  const hub = hubFor(letter);
  if (options.edit !== undefined)
    return refused('it is no event that the mesh knows, so it cannot be edited');
  if (!hub) return refused(`it came from '${letter.hub}', which is no hub that it could go back to`);
  return {
    kind: 'raw',
    message: {
      hub,
      body,
      properties: { ...properties, [ATTEMPT]: attempt + 1, [REPLAY_ID]: replay.id },
      ...(contentType !== undefined && { contentType }),
      bucket: Number.parseInt(partition, 10) || 0,
    },
  };
};

/** What goes out for a letter: its event as the next attempt, or its bytes as they came. The same each time. */
export const outgoing = (brought: Brought): Outgoing => {
  const event = eventOfBytes(brought.body);
  return event && meaningOf(event.type).kind !== 'unknown' ? asEvent(event, brought) : asRaw(brought);
};
