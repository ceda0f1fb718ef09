import { meaningOf } from '../../contracts/event-types';
import type { MeshEvent } from '../../contracts/event';
import type { MeshEventDeadlettered } from '../../contracts/generated/schemas';
import { runIdOf } from '../../contracts/ids';
import type { ContentStore } from '../ports/content-store';
import type { DeadLetter } from '../ports/dead-letters';
import { fingerprintOf } from './fingerprint';
import { NOBODY } from './letter';
import { keepBody, keepProperties } from './letter-content';
import { letterIdOf, taskToPerform } from './letter-id';
import { letterProperties, triesOf } from './letter-properties';
import { present } from './present';

export interface LetterDataDeps {
  contents: ContentStore;
  /** Names and versions of what runs here: `{ mesh: '0.1.0', node: '22.1.0' }`. */
  versions: Readonly<Record<string, string>>;
}

/** Whole or absent: what a letter says about its event is for search; the event itself is in its bytes. */
const clip = (text: string | undefined, length: number): string | undefined =>
  text?.slice(0, length) || undefined;

/** The run that an event belongs to; an intent that has none yet has one that follows from it. */
const runOf = (event: MeshEvent | undefined): string | undefined => {
  if (!event || event.correlationid) return event?.correlationid;
  if (meaningOf(event.type).kind !== 'intent' || !event.tenantid) return undefined;
  return runIdOf({
    tenant: event.tenantid,
    source: event.source,
    id: event.id,
    partitionKey: event.partitionkey,
  });
};

const skillOf = (event: MeshEvent | undefined): string | undefined => {
  const skill = (event?.data as { skill?: unknown } | null | undefined)?.skill;
  return taskToPerform(event) !== undefined && typeof skill === 'string' ? clip(skill, 200) : undefined;
};

const aboutEvent = (event: MeshEvent | undefined) => ({
  eventId: clip(event?.id, 2000),
  eventType: clip(event?.type, 2000),
  source: clip(event?.source, 4000),
  tenant: event?.tenantid ?? NOBODY,
  run: clip(runOf(event), 200),
  task: taskToPerform(event),
  skill: skillOf(event),
  deadline: clip(event?.deadline, 100),
});

/** What a queue delivers has no place in a partition. */
const NOWHERE = '-';

const aboutPlace = ({ received, batch }: DeadLetter) => ({
  hub: batch.hub || NOWHERE,
  group: batch.group || NOWHERE,
  partition: batch.partition || NOWHERE,
  offset: received.offset,
  sequence: received.sequence,
  enqueuedAt: new Date(received.enqueuedAt || 0).toISOString(),
});

const aboutFailure = ({ event, stage, reason }: DeadLetter) => ({
  stage,
  reason: {
    code: clip(reason.code, 200) ?? 'unknown',
    message: clip(reason.message, 4000) ?? reason.code,
    passing: reason.passing,
  },
  fingerprint: fingerprintOf({
    stage,
    code: reason.code,
    type: event?.type,
    skill: skillOf(event),
    message: reason.message,
  }),
});

/** Which try failed, and which replay had brought it. */
const triesOfLetter = ({ event, received }: DeadLetter) =>
  event
    ? { attempt: event.attempt ?? 1, replayid: event.replayid }
    : { attempt: 1, ...triesOf(received.properties) };

/** All that a dead letter says; what is large in it is put aside first. */
export const letterData =
  ({ contents, versions }: LetterDataDeps) =>
  async (item: DeadLetter): Promise<MeshEventDeadlettered> => {
    const { event, reason, received, batch } = item;
    const letter = letterIdOf({
      ...(event && { event }),
      hub: batch.hub,
      body: received.body,
      code: reason.code,
    });
    const kept = await keepBody(contents, letter, received.body);
    return present({
      letter,
      ...aboutFailure(item),
      ...aboutPlace(item),
      ...aboutEvent(event),
      ...triesOfLetter(item),
      versions,
      ...(await keepProperties(contents, letter, letterProperties(received.properties))),
      contentType: clip(received.contentType, 500),
      ...('ref' in kept ? { bodyRef: kept.ref } : { body: kept.base64 }),
    });
  };
