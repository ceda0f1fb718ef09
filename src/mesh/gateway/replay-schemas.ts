import { EDITED_SCHEMA } from './edit-letter';

/** The shapes of replays, as the document describes them. */

const text = { type: 'string' };
const count = { type: 'integer', minimum: 0 };
const counts = { type: 'object', additionalProperties: count };
const selected = {
  more: { type: 'boolean', description: 'Whether more letters fit than the limit allows' },
  unknown: { type: 'array', items: text, description: 'Ids under which there is no letter' },
};

export const FORECAST = {
  type: 'object',
  description: 'What would be done',
  required: ['dryRun', 'total', 'byHub', 'mayRepeat', 'pastDeadline', 'wouldExpire', 'runEnded', 'more'],
  properties: {
    dryRun: { const: true },
    total: count,
    byHub: { ...counts, description: 'Where to' },
    byState: counts,
    mayRepeat: {
      type: 'array',
      description: 'Skills whose effect may have happened already, and would happen again',
      items: { type: 'object', properties: { skill: text, letters: count, why: text } },
    },
    pastDeadline: { ...count, description: 'Letters whose deadline is past' },
    wouldExpire: { ...count, description: 'Letters that would expire all the same' },
    erased: { ...count, description: 'Letters that would be refused, for what they carried was erased' },
    runEnded: { ...count, description: 'Letters that would be refused, for their run has ended' },
    edited: EDITED_SCHEMA,
    ...selected,
  },
};

export const CREATED = {
  type: 'object',
  required: ['id', 'total', 'more', 'link'],
  properties: { id: text, total: count, link: { type: 'string', format: 'uri' }, ...selected },
};

const time = { type: 'string', format: 'date-time' };
const actor = { type: 'object', properties: { type: text, id: text } };

const STEP = {
  type: 'object',
  description: 'The step of the ramp that is out, or goes out next',
  properties: {
    number: { type: 'integer', minimum: 1 },
    of: { type: 'integer', minimum: 1 },
    letters: { ...count, description: 'Letters of this step' },
    sent: { ...count, description: 'Letters of this step that are done with or sent' },
    waitsUntil: {
      ...time,
      description: 'All are sent; the next step begins when they have their outcome, or then',
    },
  },
};

const SUMMARY = {
  id: text,
  status: { enum: ['sending', 'waiting', 'stopped', 'done'] },
  tenant: { type: 'string', description: 'Whose letters, where they are of another tenant' },
  by: { ...actor, description: 'Who made it' },
  reason: { type: 'string', description: 'Why, in the words of whoever made it' },
  createdAt: time,
  stoppedAt: time,
  stoppedBy: { ...actor, description: 'Who stopped it; a timer where it stopped itself' },
  stoppedBecause: text,
  total: count,
  progress: { ...counts, description: 'Letters by what became of them' },
  step: STEP,
  link: { type: 'string', format: 'uri' },
};

export const REPLAY = {
  type: 'object',
  required: ['id', 'status', 'total', 'progress', 'letters', 'link'],
  properties: {
    ...SUMMARY,
    select: { type: 'object' },
    options: { type: 'object' },
    edited: EDITED_SCHEMA,
    letters: {
      type: 'array',
      description: 'What became of each letter',
      items: { type: 'object', properties: { letter: text, state: text, reason: text, link: text } },
    },
    cursor: { type: 'string', description: 'For further letters' },
  },
};

export const REPLAYS_PAGE = {
  type: 'object',
  required: ['replays'],
  properties: {
    replays: {
      type: 'array',
      items: { type: 'object', required: ['id', 'status', 'total', 'progress', 'link'], properties: SUMMARY },
    },
    cursor: text,
  },
};

export const STOP_BODY = {
  type: 'object',
  additionalProperties: false,
  properties: {
    reason: { type: 'string', minLength: 1, maxLength: 1_000, description: 'Why, for people' },
  },
} as const;
