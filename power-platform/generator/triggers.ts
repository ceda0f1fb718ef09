import { END_KINDS } from '../../src/contracts/event-types';
import type { Paths } from './actions';
import { fields, type Describer } from './describe';
import type { Operation, Schema } from './swagger';

/** The platform fills in where it listens; no maker sees it. */
const withCallback = (schema: Schema): Schema => {
  const properties = schema['properties'] as Record<string, Schema>;
  const { minLength: _min, maxLength: _max, ...sink } = properties['sink']!;
  return {
    type: 'object',
    properties: {
      ...properties,
      sink: { ...sink, 'x-ms-notification-url': true, 'x-ms-visibility': 'internal' },
    },
  };
};

const subscribe = (d: Describer): Operation => {
  const served = d.served('post', '/api/subscriptions');
  const schema = withCallback(
    fields(d.body(served), {
      sink: { title: 'Callback URL', description: 'Where the flow listens.' },
      types: { title: 'Kinds', description: 'Only runs of these kinds; all if empty.' },
      statuses: {
        title: 'Statuses',
        description: `Only runs that ended so: ${END_KINDS.join(', ')}; all if empty.`,
      },
      reference: {
        title: 'Reference',
        description: 'Only the run of what was submitted under this reference; all if empty.',
        visibility: 'advanced',
      },
    }),
  );
  const made = fields(d.answer(served, 201), {
    expiresAt: { title: 'Expires At', description: 'When it ends unless runs are reported before.' },
  });
  return {
    operationId: 'WhenRunEnds',
    summary: 'When a run ends',
    description: 'This operation triggers when a run has completed, failed, expired or was cancelled.',
    'x-ms-visibility': 'important',
    'x-ms-trigger': 'single',
    'x-ms-trigger-hint': 'To see it work now, submit something and wait until its run ends.',
    parameters: [
      {
        name: 'body',
        in: 'body',
        required: true,
        description: 'Which runs the flow is to be started for.',
        'x-ms-summary': 'Runs',
        schema: d.define('Subscription', schema),
      },
    ],
    responses: d.responses(201, 'The flow is told from now on.', d.define('Subscribed', made)),
  };
};

const unsubscribe = (d: Describer): Operation => {
  const served = d.served('delete', '/api/hooks/{id}');
  return {
    operationId: 'StopTellingOfRuns',
    summary: 'Stop telling of runs that end',
    description: 'Is called by the platform when a flow is turned off or deleted.',
    'x-ms-visibility': 'internal',
    parameters: [d.parameter(served, 'id', { title: 'Subscription ID', description: 'The subscription.' })],
    responses: d.responses(204, 'There is no such subscription any more.'),
  };
};

/** The shape of a delivery; the output of a run is an object of its kind. */
const runEnded = (d: Describer): Schema => d.define('EndedRun', d.delivery('run.ended@1'));

export const triggers = (d: Describer): Paths => ({
  '/api/subscriptions': {
    'x-ms-notification-content': { description: 'The run that has ended.', schema: runEnded(d) },
    post: subscribe(d),
  },
  '/api/hooks/{id}': { delete: unsubscribe(d) },
});
