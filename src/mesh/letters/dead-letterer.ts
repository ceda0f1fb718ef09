import { PlatformError } from '../../contracts/errors';
import { MESH, meaningOf } from '../../contracts/event-types';
import type { MeshEvent } from '../../contracts/event';
import type { MeshEventDeadlettered } from '../../contracts/generated/schemas';
import { derivedId, runIdOf } from '../../contracts/ids';
import type { Clock } from '../ports/clock';
import type { ContentStore } from '../ports/content-store';
import type { DeadLetter, DeadLetters } from '../ports/dead-letters';
import type { Publisher } from '../ports/publisher';
import { fingerprintOf } from './fingerprint';
import { NOBODY } from './letter';
import { keepBody, keepProperties } from './letter-content';
import { letterIdOf, taskToPerform } from './letter-id';
import { letterProperties, triesOf } from './letter-properties';

export interface DeadLettererDeps {
  publisher: Pick<Publisher, 'publish'>;
  contents: ContentStore;
  /** Names and versions of what runs here: `{ mesh: '0.1.0', node: '22.1.0' }`. */
  versions: Readonly<Record<string, string>>;
  clock: Pick<Clock, 'now'>;
}

/** Whole or absent: what a letter says about its event is for search; the event itself is in its bytes. */
const clip = (text: string | undefined, length: number): string | undefined =>
  text?.slice(0, length) || undefined;

const present = <T extends object>(fields: T) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };

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

const aboutPlace = ({ received, batch }: DeadLetter) => ({
  ...batch,
  offset: received.offset,
  sequence: received.sequence,
  enqueuedAt: new Date(received.enqueuedAt).toISOString(),
});

const aboutFailure = ({ event, stage, reason }: DeadLetter) => ({
  stage,
  reason: { code: reason.code, message: clip(reason.message, 4000) ?? reason.code, passing: reason.passing },
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

/**
 * Makes dead letters: each event goes out once more, whole, as `mesh.event.deadlettered` on the hub `dlq`, from where
 * it is kept in a table. Doing it twice gives the same letter twice.
 *
 * @throws PlatformError when a body cannot be put aside or the broker did not take a letter: nothing is settled then
 */
export const deadLetterer = ({ publisher, contents, versions, clock }: DeadLettererDeps): DeadLetters => {
  const dataOf = async (item: DeadLetter, letter: string): Promise<MeshEventDeadlettered> => {
    const { body, contentType, properties } = item.received;
    const kept = await keepBody(contents, letter, body);
    return present({
      letter,
      ...aboutFailure(item),
      ...aboutPlace(item),
      ...aboutEvent(item.event),
      ...triesOfLetter(item),
      versions,
      ...(await keepProperties(contents, letter, letterProperties(properties))),
      contentType: clip(contentType, 500),
      ...('ref' in kept ? { bodyRef: kept.ref } : { body: kept.base64 }),
    });
  };

  const eventOf = ({ event, stage }: DeadLetter, data: MeshEventDeadlettered): MeshEvent =>
    present({
      specversion: '1.0',
      id: derivedId('dead', data.letter, String(data.attempt), data.replayid ?? ''),
      source: `/mesh/${stage}`,
      type: MESH.eventDeadlettered,
      subject: data.letter,
      time: new Date(clock.now()).toISOString(),
      datacontenttype: 'application/json',
      tenantid: event?.tenantid,
      correlationid: data.run,
      causationid: event?.id,
      traceparent: event?.traceparent,
      tracestate: event?.tracestate,
      data,
    }) as MeshEvent;

  const asEvent = async (item: DeadLetter): Promise<MeshEvent> => {
    const { event, reason, received, batch } = item;
    const letter = letterIdOf({
      ...(event && { event }),
      hub: batch.hub,
      body: received.body,
      code: reason.code,
    });
    return eventOf(item, await dataOf(item, letter));
  };

  return async (items) => {
    const events = await Promise.all(items.map(asEvent));
    const fates = await publisher.publish(events);
    for (const fate of fates)
      if (!fate.sent)
        throw new PlatformError('the hub dlq does not take dead letters', { cause: fate.error });
    return events.map(({ subject }) => ({ letter: subject! }));
  };
};
