import { END_KINDS, type EndKind } from '../../../../contracts/event-types';
import { examples } from '../../../../contracts/generated/examples';
import { instant, list, text } from '../../api-schemas/parts';
import { ref } from '../../route';
import { componentName } from '../../schema-components';

/** The shapes of subscriptions, as the document describes them. */

/** What is asked for. */
export interface Wanted {
  sink: string;
  types?: readonly string[];
  statuses?: readonly EndKind[];
  reference?: string;
}

const statuses = list(
  { type: 'string', enum: END_KINDS },
  'How runs may have ended; in any way where absent or empty.',
);

/** The types are those of the mesh: a wrong one would wait for ever. */
export const wantedBody = (types: readonly string[]) => ({
  type: 'object',
  required: ['sink'],
  additionalProperties: false,
  properties: {
    sink: {
      type: 'string',
      format: 'uri',
      minLength: 1,
      maxLength: 4096,
      description: 'Where to send what has ended: an https address on the internet.',
    },
    types: {
      ...list(
        { type: 'string', ...(types.length > 0 && { enum: types }) },
        'Types of intents; all where absent or empty.',
      ),
      maxItems: 100,
    },
    statuses: { ...statuses, maxItems: END_KINDS.length },
    reference: {
      type: 'string',
      minLength: 1,
      maxLength: 1024,
      description: 'Only the intent that was sent under this reference.',
    },
  },
});

const VIEW = {
  key: text('Names the subscription in lists; it cannot be removed by it.'),
  sinkHost: text('Host of the sink; the rest of its address is a secret.'),
  types: list({ type: 'string' }, 'Types of intents; all where empty.'),
  statuses,
  reference: text('Only the intent under this reference.'),
  createdAt: instant('When it was made.'),
  expiresAt: instant('When it ends; each delivery that succeeds moves it on.'),
  state: {
    type: 'string',
    enum: ['active', 'failing', 'retired', 'expired'],
    description: 'How deliveries fare: retired and expired ones get none any more.',
  },
  since: instant('Since when it is failing, or when it was retired.'),
  reason: text('Why it is failing, or was retired.'),
};
const REQUIRED = ['key', 'sinkHost', 'types', 'statuses', 'createdAt', 'expiresAt', 'state'];
const ID = text('Whoever has it can remove the subscription: it is a secret, and shown only here.');
export const LINK = { type: 'string', format: 'uri', description: 'Where to remove the subscription.' };

export const VIEWED = { type: 'object', required: REQUIRED, properties: VIEW };
export const CREATED = {
  type: 'object',
  required: ['id', 'link', ...REQUIRED],
  properties: { id: ID, link: LINK, ...VIEW },
};

const ENDED = 'run.ended@1';
const ENDED_EXAMPLES = Object.fromEntries(
  (examples[ENDED] ?? []).map((value) => {
    const { status } = value as { status: string };
    return [status, { summary: `Of a run with the status ${status}`, value }];
  }),
);

/** What a sink gets, as the document tells it. */
export const RUN_ENDED = {
  '{$request.body#/sink}': {
    post: {
      summary: 'A run has ended',
      description:
        'Sent to the sink as a CloudEvent in binary mode. Its ce-id stays the same when it is sent again. Answer with 2xx; 410 ends the subscription.',
      requestBody: {
        required: true,
        content: { 'application/json': { schema: ref(componentName(ENDED)), examples: ENDED_EXAMPLES } },
      },
      responses: {
        '2XX': { description: 'It has arrived.' },
        410: { description: 'The subscription is to end.' },
      },
    },
  },
};
