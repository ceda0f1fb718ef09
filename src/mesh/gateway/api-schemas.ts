import { TASK_STATUSES, STATUSES } from './statuses';

/** The shapes that routes share: components of the OpenAPI document. */

const text = (description: string) => ({ type: 'string', description });
const count = (description: string) => ({ type: 'integer', minimum: 0, description });
const instant = (description: string) => ({ type: 'string', format: 'date-time', description });
const link = (description: string) => ({ type: 'string', format: 'uri', description });
const list = (items: object, description: string) => ({ type: 'array', items, description });
const runId = { type: 'string', format: 'uuid', description: 'Id of the run.' };
const status = { type: 'string', enum: STATUSES, description: 'What has become of the intent so far.' };
const cursor = text('Where to go on: absent on the last page.');
const failure = {
  type: 'object',
  description: 'Why it came to nothing.',
  required: ['code', 'message'],
  properties: {
    code: text('For programs.'),
    message: text('For people.'),
    step: text('The step that failed.'),
  },
};

const taskMembers = {
  status: { type: 'string', enum: TASK_STATUSES, description: 'What has become of it so far.' },
  attempt: { type: 'integer', minimum: 1, description: 'Which try this is.' },
  output: { description: 'What it gave.' },
  failure,
  letter: text('Id of its dead letter.'),
  uncertain: { const: true, description: 'Its effect may have happened.' },
};

const object = (required: readonly string[], properties: object) => ({
  type: 'object',
  required,
  properties,
});

const owner = {
  description: 'Whose plan it is.',
  ...object(['name', 'version'], { name: text('Its name.'), version: text('Its version.') }),
};
const graph = {
  description: 'The graph of steps, as data.',
  ...object(['steps'], {
    steps: { type: 'object', additionalProperties: { type: 'object' }, description: 'Steps by name.' },
    output: { description: 'What the run answers, with references to what steps gave.' },
  }),
};
const skills = {
  type: 'object',
  description: 'Skills by name.',
  additionalProperties: object(['by', 'effects'], {
    by: { enum: ['worker', 'person', 'external'], description: 'Who performs it.' },
    effects: { enum: ['none', 'idempotent', 'external'], description: 'What it does to the world.' },
  }),
};

export const API_SCHEMAS = {
  Problem: {
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
  },
  Accepted: object(['runId', 'status', 'link'], { runId, status, link: link('Where to see the run.') }),
  AcceptedEvents: object(['accepted'], {
    accepted: list(
      object(['id', 'source', 'runId', 'link'], {
        id: text('Id of the event.'),
        source: text('Source of the event.'),
        runId,
        link: link('Where to see the run.'),
      }),
      'What was accepted, in the order in which it came.',
    ),
  }),
  AcceptedAnswer: object(['taskId', 'runId', 'status', 'link'], {
    taskId: text('Id of the task.'),
    runId,
    status: { const: 'accepted', description: 'The answer is on its way to the run.' },
    link: link('Where to see the run.'),
  }),
  Run: object(['runId', 'status'], {
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
      }),
      'The steps of the plan.',
    ),
    output: { description: 'What the run answers.' },
    failure,
    reason: text('Why it was cancelled.'),
    traceId: text('The trace of the whole run.'),
    reused: count('How often its id came again with another body.'),
  }),
  Runs: object(['runs'], {
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
  }),
  Journal: object(['runId', 'events'], {
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
  }),
  Task: object(['taskId', 'runId', 'skill', 'status', 'link'], {
    taskId: text('Id of the task.'),
    runId,
    skill: text('What performs it.'),
    ...taskMembers,
    since: instant('Since when it is at it, or waits.'),
    link: link('Where to see the run.'),
  }),
  Tasks: object(['tasks'], {
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
  }),
  Schemas: object(['schemas'], {
    schemas: list(
      object(['type', 'version', 'link'], {
        type: text('Event type, or name of the data of a skill.'),
        version: { type: 'integer', minimum: 1, description: 'Version of the schema.' },
        link: link('Where to read the schema.'),
      }),
      'Every schema.',
    ),
  }),
  Plans: object(['plans'], {
    plans: list(
      object(['type', 'agent', 'schema', 'output'], {
        type: text('Type of the intent.'),
        agent: owner,
        schema: text('Key of the schema of its data.'),
        output: text('Key of the schema of what a run of it gives.'),
      }),
      'Every plan, without its steps.',
    ),
  }),
  PlanOfType: object(['type', 'agent', 'schema', 'output', 'plan', 'skills'], {
    type: text('Type of the intent.'),
    agent: owner,
    schema: text('Key of the schema of its data.'),
    output: text('Key of the schema of what a run of it gives.'),
    plan: graph,
    skills,
  }),
  PlanCheck: object(['faults', 'skills'], {
    faults: list(
      object(['pointer', 'message'], {
        pointer: text('JSON Pointer into the plan.'),
        message: text('What is wrong, and what to do.'),
      }),
      'What is wrong with the plan.',
    ),
    skills,
  }),
  RunPlan: object(['runId', 'agent', 'plan'], {
    runId,
    agent: owner,
    plan: graph,
  }),
  Stats: object(['at', 'readers', 'runs', 'waiting', 'letters'], {
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
  }),
  Canary: object(['skills'], {
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
  }),
  Health: object(['status', 'parts'], {
    status: { type: 'string', enum: ['up', 'behind', 'down'], description: 'The worst of all parts.' },
    parts: list(
      object(['name', 'status'], {
        name: text('The part.'),
        status: { type: 'string', enum: ['up', 'behind', 'down'], description: 'How it is.' },
        detail: text('More about it.'),
        at: instant('When the monitor last looked at it, where nobody looked just now.'),
      }),
      'Each part of the mesh.',
    ),
  }),
} as const;
