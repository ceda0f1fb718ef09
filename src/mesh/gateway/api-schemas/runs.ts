import { count, cursor, instant, link, list, object, runId, status, text } from './parts';
import { failure, taskMembers } from './task-members';

export const Run = object(['runId', 'status'], {
  runId,
  type: text('Event type of the intent.'),
  status,
  subject: text('What it is about.'),
  acceptedAt: instant('When the broker took the intent.'),
  endedAt: instant('When it ended.'),
  deadline: instant('When its answer is worth nothing any more.'),
  steps: list(
    object(['step', 'skill', 'status'], {
      step: text('Its name in the plan.'),
      skill: text('What performs it.'),
      ...taskMembers,
      items: list(object(['status'], taskMembers), 'One task for each item of a list.'),
      behind: {
        ...object(['run', 'key'], {
          run: text('The run that comes first.'),
          key: text('The partition key that both share.'),
        }),
        description: 'It could start, but another run comes first: its skill goes in the order of a key.',
      },
    }),
    'The steps of the plan.',
  ),
  output: { description: 'What the run answers.' },
  failure,
  reason: text('Why it was cancelled.'),
  traceId: text('The trace of the whole run.'),
  erased: {
    ...object(['at'], {
      at: instant('Since when.'),
      by: text('Who asked for it.'),
      reason: text('Why.'),
    }),
    description: 'Its restricted data was erased.',
  },
  reused: count('How often its id came again with another body.'),
});

export const Runs = object(['runs'], {
  runs: list(
    object(['runId', 'type', 'status', 'acceptedAt', 'changedAt', 'link'], {
      runId,
      type: text('Event type of the intent.'),
      status,
      subject: text('What it is about.'),
      acceptedAt: instant('When the broker took the intent.'),
      changedAt: instant('When it last changed.'),
      link: link('Where to see the run.'),
    }),
    'Newest first.',
  ),
  cursor,
});
