import { count, list, object, text } from './parts';

export const Canary = object(['skills'], {
  skills: list(
    object(['skill', 'next', 'since', 'until', 'compared', 'same', 'differences', 'broken'], {
      skill: text('The skill that the mesh performs.'),
      next: text('The one that the canary performs beside it.'),
      since: { type: 'string', format: 'date', description: 'The first day of it.' },
      until: { type: 'string', format: 'date', description: 'The latest day of it.' },
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
