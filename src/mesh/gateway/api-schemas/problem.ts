import { count, list, object, text } from './parts';

export const Problem = {
  description: 'What is wrong, as RFC 9457 has it.',
  ...object(['type', 'title', 'status', 'detail'], {
    type: { type: 'string', format: 'uri-reference', description: 'The kind of problem.' },
    title: text('The kind of problem, for people.'),
    status: { type: 'integer', description: 'The status of the answer.' },
    detail: text('What is wrong here, and what to do.'),
    errors: list(
      object(['pointer', 'message'], {
        index: count('Which event of a batch.'),
        pointer: { type: 'string', description: 'Where, as a JSON Pointer.' },
        message: text('What is wrong there.'),
      }),
      'Each thing that is wrong.',
    ),
    events: list(
      object(['id', 'source', 'accepted'], {
        id: text('Id of the event.'),
        source: text('Source of the event.'),
        accepted: { type: 'boolean', description: 'Whether the broker has it.' },
      }),
      'The fate of each event.',
    ),
    trace: text('The trace to ask for.'),
  }),
} as const;
