import { present } from '../letters/present';
import { STEP_WAIT_SECONDS } from '../replayer/ramp';
import type { ReplayOptions, Selection } from '../replayer/replay';
import { STOP_AFTER } from '../replayer/verdict';

const time = { type: 'string', format: 'date-time' };

export const LIMIT = 100;
export const LIMIT_MAX = 10_000;
const PER_SECOND = 10;

export interface ReplayBody {
  select: Omit<Selection, 'from' | 'to'> & { from?: string; to?: string; tenant?: string };
  dryRun?: boolean;
  limit?: number;
  perSecond?: number;
  ramp?: number | readonly number[];
  rampWait?: number;
  stopWhenFailed?: number;
  stopAfter?: number;
  deadline?: ReplayOptions['deadline'];
  reason?: string;
  edit?: Record<string, unknown>;
}

export const REPLAY_BODY = {
  type: 'object',
  additionalProperties: false,
  required: ['select'],
  properties: {
    select: {
      type: 'object',
      description: 'Which letters; all that is given must hold',
      additionalProperties: false,
      minProperties: 1,
      properties: {
        ids: {
          type: 'array',
          minItems: 1,
          maxItems: 1_000,
          items: { type: 'string', minLength: 1, maxLength: 200 },
        },
        fingerprint: { type: 'string', minLength: 1 },
        type: { type: 'string', minLength: 1, description: 'Type of the event' },
        from: { ...time, description: 'Dead letters since then' },
        to: { ...time, description: 'Dead letters until then' },
        tenant: {
          type: 'string',
          minLength: 1,
          description:
            'Whose letters: `-` for what belongs to nobody; operators of the mesh name any tenant, and say why',
        },
      },
    },
    dryRun: { type: 'boolean', description: 'Only say what would be done' },
    limit: {
      type: 'integer',
      minimum: 1,
      maximum: LIMIT_MAX,
      default: LIMIT,
      description: 'Letters at most',
    },
    perSecond: {
      type: 'integer',
      minimum: 1,
      maximum: 1_000,
      default: PER_SECOND,
      description: 'Letters a second at most',
    },
    ramp: {
      description:
        'How many letters each step sends, such as [1, 10, 100]: a step begins once those before have their outcome, and the last one sends the rest. Or a number: seconds over which the rate rises from one a second',
      oneOf: [
        {
          type: 'array',
          minItems: 1,
          maxItems: 10,
          items: { type: 'integer', minimum: 1, maximum: LIMIT_MAX },
        },
        { type: 'integer', minimum: 0, maximum: 86_400 },
      ],
    },
    rampWait: {
      type: 'integer',
      minimum: 0,
      maximum: 86_400,
      default: STEP_WAIT_SECONDS,
      description: 'Seconds that a step, once it is sent, waits for outcomes that do not come',
    },
    stopWhenFailed: {
      type: 'number',
      minimum: 0,
      exclusiveMaximum: 1,
      description: 'It stops itself when more than this share of the letters with an outcome failed again',
    },
    stopAfter: {
      type: 'integer',
      minimum: 1,
      maximum: LIMIT_MAX,
      default: STOP_AFTER,
      description:
        'Outcomes that there must be before that is judged; the end of a step is judged in any case',
    },
    reason: {
      type: 'string',
      minLength: 1,
      maxLength: 1_000,
      description:
        'Why, for people. Needed for an edit, for more than one letter, and for those of another tenant',
    },
    deadline: {
      enum: ['keep', 'extend', 'drop'],
      default: 'extend',
      description: 'What becomes of deadlines; `extend`: by the time that the event lay as a dead letter',
    },
    edit: {
      type: 'object',
      description: 'JSON Merge Patch (RFC 7396) on the data of the event: of one letter only',
    },
  },
} as const;

export const selectionOf = ({ tenant: _tenant, from, to, ...same }: ReplayBody['select']): Selection =>
  present({
    ...same,
    from: from === undefined ? undefined : Date.parse(from),
    to: to === undefined ? undefined : Date.parse(to),
  });

export const optionsOf = ({
  perSecond = PER_SECOND,
  ramp,
  rampWait,
  stopWhenFailed,
  stopAfter,
  deadline = 'extend',
  edit,
}: ReplayBody): ReplayOptions =>
  present({
    perSecond,
    ...(typeof ramp === 'number' ? { rampSeconds: ramp } : { steps: ramp, stepWaitSeconds: rampWait }),
    stopWhenFailed,
    stopAfter,
    deadline,
    edit,
  });
