import { count, instant, list, object, text } from './parts';

export const Stats = object(['at', 'readers', 'runs', 'waiting', 'letters'], {
  at: instant('When it was counted.'),
  readers: list(
    object(['hub', 'group', 'at'], {
      hub: text('What is read.'),
      group: text('The consumer group that reads.'),
      at: instant('When the monitor looked.'),
      waiting: count('Events that wait for it; absent where the hub did not answer.'),
      oldestMs: count('How long the oldest of them had waited, in milliseconds.'),
      rate: {
        type: 'object',
        description: 'Events a second between the last two looks.',
        properties: {
          in: { type: 'number', description: 'Events that came.' },
          out: { type: 'number', description: 'Events that the reader was done with.' },
        },
      },
    }),
    'Each reader of each hub, of the whole mesh.',
  ),
  runs: {
    description: 'Runs of the tenant, of the newest ones.',
    ...object(['of', 'more', 'byStatus', 'lastMinute'], {
      of: count('How many were looked through.'),
      more: { type: 'boolean', description: 'Whether there are older ones, which are not counted.' },
      byStatus: {
        type: 'object',
        additionalProperties: { type: 'integer' },
        description: 'Runs that have not ended.',
      },
      lastMinute: {
        description: 'What happened in the last sixty seconds.',
        ...object(['accepted', 'ended', 'completed'], {
          accepted: count('Runs that were accepted.'),
          ended: count('Runs that ended.'),
          completed: count('Runs that ended well.'),
        }),
      },
    }),
  },
  waiting: {
    description: 'Tasks that wait for a person or an outside system.',
    ...object(['count', 'more'], {
      count: count('How many.'),
      more: { type: 'boolean', description: 'Whether there are more than were counted.' },
    }),
  },
  letters: {
    type: 'object',
    description: 'Dead letters that are open, by state.',
    additionalProperties: object(['count', 'more'], {
      count: count('How many.'),
      more: { type: 'boolean', description: 'Whether there are more than were counted.' },
    }),
  },
});
