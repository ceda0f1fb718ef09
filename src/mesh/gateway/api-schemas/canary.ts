import { count, list, object, text } from './parts';

const since = { type: 'string', format: 'date', description: 'The first day of it.' };
const until = { type: 'string', format: 'date', description: 'The latest day of it.' };

export const Canary = object(['hubs', 'skills'], {
  hubs: list(
    object(['hub', 'since', 'until', 'looked', 'stumbles'], {
      hub: text('What was read.'),
      since,
      until,
      looked: count('Events that it looked at.'),
      stumbles: list(
        object(['outcome', 'code', 'count'], {
          outcome: {
            type: 'string',
            enum: ['would-dead-letter', 'would-hold'],
            description: 'What the build would do.',
          },
          type: text('Type of the events; absent where they cannot be read.'),
          code: text('Why, for programs; the log of the canary says more.'),
          count: count('How many events.'),
          example: text('Id of a run to look at, where it is the caller’s.'),
        }),
        'What the build could not go on with, the most frequent first.',
      ),
    }),
    'A report for each hub that the canary reads.',
  ),
  skills: list(
    object(['skill', 'next', 'since', 'until', 'compared', 'same', 'differences', 'broken'], {
      skill: text('The skill that the mesh performs.'),
      next: text('The one that the canary performs beside it.'),
      since,
      until,
      compared: count('Tasks that both performed.'),
      same: count('Those of which both gave the same.'),
      differences: list(
        object(['pointer', 'kind', 'count'], {
          pointer: {
            type: 'string',
            description:
              'Where in the output; `*` is an item of a list, or a member that no schema names. Empty: the outcome itself.',
          },
          kind: { type: 'string', enum: ['changed', 'missing', 'added'], description: 'How it differs.' },
          count: count('In how many tasks.'),
          told: {
            ...object(['actual', 'next'], {
              actual: { description: 'What the mesh has.' },
              next: { description: 'What the canary has.' },
            }),
            description: 'Both values, where a schema lists what may stand there.',
          },
          example: text('Id of a task to look at, where it is the caller’s.'),
        }),
        'Where the outputs differ, the most frequent first.',
      ),
      broken: {
        type: 'object',
        description: 'Tasks for which the next version gave nothing to compare, by why.',
        additionalProperties: { type: 'integer' },
      },
    }),
    'A report for each skill.',
  ),
});
