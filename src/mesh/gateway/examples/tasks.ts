import type { RouteExamples } from './example';
import { ACCEPTED_AT, RUN, TASK, runLink } from './names';
import { inWords } from './problems';

const NO_TASK = {
  'not-found': inWords('not-found', `There is no task '${TASK}'. See /api/tasks?status=waiting.`),
};

export const taskExamples: Readonly<Record<string, RouteExamples>> = {
  ListTasks: {
    responses: {
      200: {
        one: {
          summary: 'One that waits',
          value: {
            tasks: [
              {
                taskId: TASK,
                runId: RUN,
                status: 'waiting',
                skill: 'approval.request@1',
                title: 'Invoice R-2026-10421 over 18,400.00 EUR',
                since: ACCEPTED_AT,
                due: '2026-11-22T10:00:00.000Z',
                link: runLink,
              },
            ],
          },
        },
        none: { summary: 'Nothing waits', value: { tasks: [] } },
      },
    },
  },
  GetTask: {
    params: { id: TASK },
    responses: {
      200: {
        waiting: {
          summary: 'It waits for an answer',
          value: {
            taskId: TASK,
            runId: RUN,
            skill: 'approval.request@1',
            status: 'waiting',
            attempt: 1,
            since: ACCEPTED_AT,
            link: runLink,
          },
        },
      },
    },
    problems: { 404: NO_TASK },
  },
  CompleteTask: {
    params: { id: TASK },
    request: {
      'application/json': {
        approved: {
          summary: 'Done',
          value: { output: { decision: 'approved', comment: 'Checked by phone.' } },
        },
        refused: {
          summary: 'It cannot be done',
          value: { failure: { code: 'nobody-in-charge', message: 'Nobody is in charge of this supplier.' } },
        },
      },
    },
    responses: {
      202: {
        accepted: {
          summary: 'The broker has the answer',
          value: { taskId: TASK, runId: RUN, status: 'accepted', link: runLink },
        },
      },
    },
    problems: {
      404: NO_TASK,
      409: {
        conflict: inWords('conflict', 'The task takes no answer: the task is completed.', {
          taskStatus: 'completed',
          runStatus: 'running',
        }),
      },
    },
  },
};
