import type { MeshEventDeadlettered } from '../../contracts/generated/schemas';
import type { Letter, LetterBody, LetterContent } from './letter';
import { present } from './present';

/** A dead letter as it comes in by the hub `dlq`, before it is known whether it was there already. */
export interface Arrival extends Omit<
  Letter,
  'state' | 'firstAt' | 'lastAt' | 'failedReplays' | 'replay' | 'end' | 'dueAt' | 'original'
> {
  /** When it became a dead letter, by the broker's clock; milliseconds since the epoch. */
  at: number;
  /** The replay that had brought the event back. */
  replayid?: string;
}

const bodyOf = ({ body = '', bodyRef }: MeshEventDeadlettered): LetterBody =>
  bodyRef === undefined ? { base64: body } : { ref: bodyRef };

const contentOf = (data: MeshEventDeadlettered): LetterContent =>
  present({
    body: bodyOf(data),
    properties: data.properties,
    propertiesRef: data.propertiesRef,
    contentType: data.contentType,
  });

/** @param at when the dead letter was enqueued, by the broker's clock */
export const arrivalOf = (data: MeshEventDeadlettered, tenant: string, at: number): Arrival =>
  present({
    v: 1 as const,
    id: data.letter,
    tenant,
    at,
    stage: data.stage,
    reason: data.reason,
    fingerprint: data.fingerprint,
    hub: data.hub,
    group: data.group,
    partition: data.partition,
    offset: data.offset,
    sequence: data.sequence,
    enqueuedAt: Date.parse(data.enqueuedAt),
    attempt: data.attempt ?? 1,
    replayid: data.replayid,
    versions: data.versions,
    eventId: data.eventId,
    eventType: data.eventType,
    source: data.source,
    run: data.run,
    task: data.task,
    skill: data.skill,
    deadline: data.deadline,
    content: contentOf(data),
  });
