import { TASK_STATUSES } from '../statuses';
import { text } from './parts';

/** Why a run or a task came to nothing. */
export const failure = {
  type: 'object',
  description: 'Why it came to nothing.',
  required: ['code', 'message'],
  properties: {
    code: text('For programs.'),
    message: text('For people.'),
    step: text('The step that failed.'),
  },
};

/** What a task has, wherever it is shown. */
export const taskMembers = {
  status: { type: 'string', enum: TASK_STATUSES, description: 'What has become of it so far.' },
  attempt: { type: 'integer', minimum: 1, description: 'Which try this is.' },
  lane: {
    type: 'string',
    enum: ['high', 'normal', 'low'],
    description: 'The lane that its plan chose for it; absent where it went in the lane of its intent.',
  },
  output: { description: 'What it gave.' },
  restricted: { const: true, description: 'Of what it gave, only the exposed properties are shown.' },
  failure,
  letter: text('Id of its dead letter.'),
  uncertain: { const: true, description: 'Its effect may have happened.' },
};
