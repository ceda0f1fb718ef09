import { eventOfBytes } from '../letters/event-of-bytes';
import type { LetterProperties, LetterSummary } from '../letters/letter';
import { present } from '../letters/present';

export const iso = (ms: number): string => new Date(ms).toISOString();

/** A dead letter as the HTTP interface shows it, without what it carried. */
export const letterView = (letter: LetterSummary, link: string) => {
  const { v: _, firstAt, lastAt, enqueuedAt, replay, end, erased, dueAt, ...same } = letter;
  return present({
    ...same,
    firstAt: iso(firstAt),
    lastAt: iso(lastAt),
    enqueuedAt: iso(enqueuedAt),
    replay:
      replay &&
      present({
        id: replay.id,
        at: iso(replay.at),
        by: replay.by,
        reason: replay.reason,
        edited: replay.edited,
      }),
    end: end && { ...end, at: iso(end.at) },
    erased: erased && { ...erased, at: iso(erased.at) },
    nextReplayAt: letter.state === 'new' && dueAt !== undefined ? iso(dueAt) : undefined,
    link,
  });
};

export interface Carried {
  body: Uint8Array | undefined;
  properties: LetterProperties | undefined;
  contentType: string | undefined;
}

/** What a letter carried: its bytes as they came, and its event where they are one. */
export const contentView = ({ body, properties, contentType }: Carried) =>
  present({
    contentType,
    properties,
    base64: body && Buffer.from(body).toString('base64'),
    event: body && eventOfBytes(body),
    erased: body && properties ? undefined : true,
  });

const time = { type: 'string', format: 'date-time' };
const text = { type: 'string' };
const count = { type: 'integer', minimum: 0 };

export const LETTER_STATES = ['new', 'replaying', 'resolved', 'parked'] as const;

export const LETTER_SCHEMA = {
  type: 'object',
  required: [
    'id',
    'tenant',
    'state',
    'reason',
    'stage',
    'hub',
    'fingerprint',
    'attempt',
    'firstAt',
    'lastAt',
    'link',
  ],
  properties: {
    id: text,
    tenant: { type: 'string', description: '`-` where it belongs to nobody' },
    state: { enum: LETTER_STATES },
    reason: {
      type: 'object',
      required: ['code', 'message', 'passing'],
      properties: { code: text, message: text, passing: { type: 'boolean' } },
    },
    stage: { type: 'string', description: 'What was being done with it' },
    fingerprint: { type: 'string', description: 'The same for letters that failed alike' },
    hub: text,
    group: text,
    partition: text,
    offset: text,
    sequence: { type: 'integer' },
    enqueuedAt: time,
    firstAt: time,
    lastAt: time,
    attempt: { type: 'integer', minimum: 1 },
    failedReplays: count,
    versions: { type: 'object', additionalProperties: text },
    eventId: text,
    eventType: text,
    source: text,
    run: text,
    task: text,
    skill: text,
    deadline: text,
    replay: {
      type: 'object',
      description: 'The latest replay of it: when, by whom, why, and whether they edited it',
      properties: {
        id: text,
        at: time,
        by: { type: 'object', properties: { type: text, id: text } },
        reason: text,
        edited: { const: true },
      },
    },
    end: {
      type: 'object',
      description: 'How it was resolved',
      properties: { kind: text, at: time, reason: text },
    },
    erased: {
      type: 'object',
      description: 'What it carried was erased: when, by whom, and why',
      required: ['at', 'by', 'reason'],
      properties: {
        at: time,
        by: { type: 'object', properties: { type: text, id: text } },
        reason: text,
      },
    },
    nextReplayAt: { ...time, description: 'When it is brought back by itself' },
    link: { type: 'string', format: 'uri' },
  },
} as const;

export const CONTENT_SCHEMA = {
  type: 'object',
  description: 'What it carried, unchanged',
  properties: {
    contentType: text,
    properties: { type: 'object' },
    base64: { type: 'string', description: 'The bytes as they came' },
    event: { type: 'object', description: 'The event that the bytes are, where they are one' },
    erased: { const: true, description: 'What it carried was erased' },
  },
} as const;
