import { cursor, instant, link, list, object, runId, text } from './parts';
import { taskMembers } from './task-members';

export const Task = object(['taskId', 'runId', 'skill', 'status', 'link'], {
  taskId: text('Id of the task.'),
  runId,
  skill: text('What performs it.'),
  ...taskMembers,
  since: instant('Since when it is at it, or waits.'),
  link: link('Where to see the run.'),
});

export const Tasks = object(['tasks'], {
  tasks: list(
    object(['taskId', 'runId', 'status', 'skill', 'since', 'link'], {
      taskId: text('Id of the task.'),
      runId,
      status: { const: 'waiting', description: 'It waits.' },
      skill: text('What is asked for.'),
      title: text('What it is about, for people.'),
      since: instant('Since when it waits.'),
      due: instant('When the answer is worth nothing any more.'),
      link: link('Where to see the run.'),
    }),
    'The most urgent first.',
  ),
  cursor,
});

export const AcceptedAnswer = object(['taskId', 'runId', 'status', 'link'], {
  taskId: text('Id of the task.'),
  runId,
  status: { const: 'accepted', description: 'The answer is on its way to the run.' },
  link: link('Where to see the run.'),
});
