import { instant, list, object, runId, status, text } from './parts';

export const Journal = object(['runId', 'events'], {
  runId,
  events: list(
    object(['n', 'at', 'in', 'out'], {
      n: { type: 'integer', minimum: 1, description: 'Number of the entry.' },
      at: instant('When it happened.'),
      in: {
        description: 'The event that it took in.',
        ...object(['id', 'type'], {
          id: text('Id of the event.'),
          type: text('Type of the event.'),
          subject: text('What the event is about.'),
          late: { const: true, description: 'It came too late to count.' },
          by: text('Who gave the command, or asked for the replay.'),
          replay: text('The replay that had brought the task back.'),
        }),
      },
      out: list({ type: 'string' }, 'Ids of the events that it gave out.'),
      status,
    }),
    'In the order in which it happened.',
  ),
});
