import type { Example, RouteExamples } from './example';
import { ACCEPTED_AT, ENDED_AT, RUN, TASK, TRACE, TYPE, expectedLink, runLink } from './names';
import { inWords, shown } from './problems';
import { comeAgain, EVENT_STREAM, sentEvent } from '../sse';

const DECISION = {
  decision: 'posted',
  kind: 'invoice',
  supplier: 'Hofgut Lindental Lebensmittel GmbH',
  number: 'R-2026-10421',
  amount: '1692.63',
  currency: 'EUR',
  level: 'low',
  score: 15,
  reasons: [
    {
      code: 'new-supplier',
      points: 15,
      text: 'Nothing of Hofgut Lindental Lebensmittel GmbH was booked before',
    },
  ],
  entry: 'entry-1',
};

const COMPLETED = {
  runId: RUN,
  type: TYPE,
  status: 'completed',
  subject: 'INV-4711',
  acceptedAt: ACCEPTED_AT,
  endedAt: ENDED_AT,
  steps: [
    {
      step: 'risk',
      skill: 'invoice.score-risk@1',
      status: 'completed',
      attempt: 1,
      output: { level: 'low', score: 15 },
    },
    { step: 'approve', skill: 'approval.request@1', status: 'skipped' },
    { step: 'post', skill: 'invoice.post@1', status: 'completed', attempt: 1, output: { entry: 'entry-1' } },
  ],
  output: DECISION,
  traceId: TRACE,
};

const ACCEPTED: Example = {
  summary: 'Accepted, and not there yet',
  value: { runId: RUN, status: 'accepted' },
};

const RESULT: RouteExamples['responses'] = {
  200: { output: { summary: 'The output of the run', value: DECISION } },
  202: {
    running: {
      summary: 'Not yet: see Location and Retry-After',
      value: { runId: RUN, status: 'running', link: runLink },
    },
  },
};
const UNHAPPY = {
  'run-failed': shown('run-failed'),
  'run-expired': shown('run-expired'),
  'run-cancelled': shown('run-cancelled'),
};

const ENTRIES = [
  {
    n: 1,
    at: ACCEPTED_AT,
    in: { id: 'INV-4711', type: TYPE },
    out: [`${RUN}.risk.1`],
    status: 'running',
  },
  {
    n: 2,
    at: ENDED_AT,
    in: { id: `${TASK}.1.completed`, type: 'business.invoice.task.completed', subject: TASK },
    out: [`${RUN}.completed`],
    status: 'completed',
  },
];

/** The same entries as they are told live, and how the run ended. */
const STREAM = [
  comeAgain(2_000),
  ...ENTRIES.map((entry) => sentEvent({ id: String(entry.n), event: entry.in.type, data: entry })),
  sentEvent({
    id: 'end',
    event: `${TYPE}.completed`,
    data: { runId: RUN, type: TYPE, status: 'completed', endedAt: ENDED_AT, link: runLink },
  }),
].join('');

export const runExamples: Readonly<Record<string, RouteExamples>> = {
  ListRuns: {
    responses: {
      200: {
        page: {
          summary: 'A page, and there are more',
          value: {
            runs: [
              {
                runId: RUN,
                type: TYPE,
                status: 'completed',
                subject: 'INV-4711',
                acceptedAt: ACCEPTED_AT,
                changedAt: ENDED_AT,
                link: runLink,
              },
            ],
            cursor: 'MjAyNjExMjEuMQ',
          },
        },
        none: { summary: 'Nothing', value: { runs: [] } },
      },
    },
    problems: {
      400: {
        'invalid-request': inWords(
          'invalid-request',
          'The cursor is not one that was given out: begin without it.',
        ),
      },
    },
  },
  GetRun: {
    params: { id: RUN },
    responses: {
      200: {
        completed: { summary: 'A run that has ended', value: COMPLETED },
        waiting: {
          summary: 'A run that waits for a person',
          value: {
            runId: RUN,
            type: TYPE,
            status: 'waiting',
            acceptedAt: ACCEPTED_AT,
            steps: [
              { step: 'risk', skill: 'invoice.score-risk@1', status: 'completed', attempt: 1 },
              { step: 'approve', skill: 'approval.request@1', status: 'waiting', attempt: 1 },
              { step: 'post', skill: 'invoice.post@1', status: 'pending' },
            ],
            traceId: TRACE,
          },
        },
        accepted: ACCEPTED,
      },
    },
  },
  GetResult: { params: { id: RUN }, responses: RESULT, problems: { 422: UNHAPPY } },
  GetResultOfIntent: { params: { type: TYPE, id: RUN }, responses: RESULT, problems: { 422: UNHAPPY } },
  GetJournal: {
    params: { id: RUN },
    also: {
      [EVENT_STREAM]: { stream: { summary: 'The same, told live to its end', value: STREAM } },
    },
    responses: {
      200: {
        journal: {
          summary: 'The first two entries',
          value: {
            runId: RUN,
            events: ENTRIES,
          },
        },
      },
    },
  },
  GetPlanOfRun: {
    params: { id: RUN },
    responses: {
      200: {
        plan: {
          summary: 'Two steps, one after the other',
          value: {
            runId: RUN,
            agent: { name: 'invoice-triage', version: '1.0.0' },
            plan: {
              steps: {
                risk: { skill: 'invoice.score-risk@1', needs: [], input: { $from: '/intent/data' } },
                post: { skill: 'invoice.post@1', needs: ['risk'], input: { $from: '/intent/data' } },
              },
              output: { level: { $from: '/steps/risk/output/level' } },
            },
          },
        },
      },
    },
  },
  EraseRun: {
    params: { id: RUN },
    responses: {
      202: {
        accepted: {
          summary: 'The broker has the command; the data is gone soon after',
          value: { runId: RUN, status: 'completed', link: expectedLink },
        },
      },
    },
  },
  CancelRun: {
    params: { id: RUN },
    request: {
      'application/json': {
        reason: { summary: 'With a reason', value: { reason: 'Sent twice by mistake.' } },
        bare: { summary: 'Without', value: {} },
      },
    },
    responses: {
      202: {
        accepted: {
          summary: 'The broker has the command; the run may end before it arrives',
          value: { runId: RUN, status: 'running', link: expectedLink },
        },
      },
    },
  },
};
