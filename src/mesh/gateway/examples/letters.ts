import type { RouteExamples } from './example';
import { ACCEPTED_AT, BASE, ENDED_AT, FINGERPRINT, LETTER, REPLAY, RUN } from './names';
import { inWords } from './problems';

const letterLink = `${BASE}/dead-letters/${LETTER}`;
const REASON = { code: 'forbidden', message: 'the ledger refuses this app: 403', passing: false };

const SUMMARY = {
  id: LETTER,
  tenant: 'contoso',
  state: 'new',
  reason: REASON,
  stage: 'perform',
  fingerprint: FINGERPRINT,
  hub: 'tasks',
  group: 'worker',
  partition: '3',
  offset: '188976',
  sequence: 412,
  enqueuedAt: ACCEPTED_AT,
  firstAt: ENDED_AT,
  lastAt: ENDED_AT,
  attempt: 1,
  eventId: `${RUN}.post.1`,
  eventType: 'business.invoice.task.created',
  source: '/mesh/planner',
  run: RUN,
  task: `${RUN}.post`,
  skill: 'invoice.post@1',
  link: letterLink,
};

const EVENT = {
  specversion: '1.0',
  id: `${RUN}.post.1`,
  source: '/mesh/planner',
  type: 'business.invoice.task.created',
  subject: `${RUN}.post`,
  correlationid: RUN,
  attempt: 1,
  data: { skill: 'invoice.post@1', step: 'post', input: { amount: '1692.63' } },
};

const replayLink = `${BASE}/replays/${REPLAY}`;
const SUMMED = {
  id: REPLAY,
  status: 'waiting',
  by: { type: 'user', id: 'anna@contoso.com' },
  reason: 'The ledger lets this app in again.',
  createdAt: '2026-11-21T10:15:00.000Z',
  total: 111,
  progress: { resolved: 11, sent: 100 },
  step: { number: 3, of: 3, letters: 100, sent: 100 },
  link: replayLink,
};
const REPLAYED = {
  ...SUMMED,
  select: { fingerprint: FINGERPRINT },
  options: { perSecond: 10, deadline: 'extend' },
  letters: [{ letter: LETTER, state: 'resolved', link: letterLink }],
};
const NO_REPLAY = { 'not-found': inWords('not-found', `There is no replay '${REPLAY}'.`) };

export const letterExamples: Readonly<Record<string, RouteExamples>> = {
  ListDeadLetters: {
    responses: {
      200: {
        page: { summary: 'One letter', value: { letters: [SUMMARY] } },
        none: { summary: 'Nothing went wrong', value: { letters: [] } },
      },
    },
  },
  GroupDeadLetters: {
    responses: {
      200: {
        groups: {
          summary: 'All failed for one reason',
          value: {
            groups: [
              {
                fingerprint: FINGERPRINT,
                count: 111,
                byState: { new: 111 },
                reason: REASON,
                stage: 'perform',
                eventType: 'business.invoice.task.created',
                skill: 'invoice.post@1',
                firstAt: ACCEPTED_AT,
                lastAt: ENDED_AT,
                newest: LETTER,
                link: letterLink,
              },
            ],
            more: false,
          },
        },
      },
    },
  },
  ListLetterActs: {
    responses: {
      200: {
        acts: {
          summary: 'An operator of the mesh helped',
          value: {
            acts: [
              {
                at: '2026-11-21T10:15:00.000Z',
                by: { type: 'user', id: 'anna@operators.com' },
                what: 'replayed',
                tenant: 'contoso',
                letters: 12,
                reason: 'The ledger lets this app in again.',
              },
              {
                at: '2026-11-21T10:09:00.000Z',
                by: { type: 'user', id: 'anna@operators.com' },
                what: 'listed',
                tenant: '*',
                letters: 12,
              },
            ],
          },
        },
        none: { summary: 'Nobody did anything', value: { acts: [] } },
      },
    },
  },
  GetDeadLetter: {
    params: { letter: LETTER },
    responses: {
      200: {
        letter: {
          summary: 'A letter with what it carried',
          value: {
            ...SUMMARY,
            content: {
              contentType: 'application/cloudevents+json',
              properties: { 'cloudEvents:type': EVENT.type },
              base64: 'eyJzcGVjdmVyc2lvbiI6IjEuMCJ9',
              event: EVENT,
            },
          },
        },
      },
    },
    problems: { 404: { 'not-found': inWords('not-found', `There is no dead letter '${LETTER}'.`) } },
  },
  EraseDeadLetter: {
    params: { letter: LETTER },
    request: {
      'application/json': {
        erase: {
          summary: 'A person asked for it',
          value: { reason: 'The person whom it is about asked for it.' },
        },
      },
    },
    responses: {
      202: { asked: { summary: 'It is erased in a moment', value: { letter: LETTER, link: letterLink } } },
    },
    problems: { 404: { 'not-found': inWords('not-found', `There is no dead letter '${LETTER}'.`) } },
  },
  CreateReplay: {
    request: {
      'application/json': {
        forecast: {
          summary: 'Only say what would be done',
          value: { select: { fingerprint: FINGERPRINT }, dryRun: true },
        },
        careful: {
          summary: 'In steps, which stop by themselves when it goes wrong again',
          value: {
            select: { fingerprint: FINGERPRINT, type: 'business.invoice.task.created' },
            limit: 1000,
            perSecond: 10,
            ramp: [1, 10, 100],
            stopWhenFailed: 0.1,
            deadline: 'extend',
            reason: 'The ledger lets this app in again.',
          },
        },
      },
    },
    responses: {
      200: {
        forecast: {
          summary: 'What would be done',
          value: {
            dryRun: true,
            total: 111,
            byHub: { tasks: 111 },
            byState: { new: 111 },
            mayRepeat: [],
            pastDeadline: 3,
            wouldExpire: 0,
            runEnded: 0,
            more: false,
            unknown: [],
          },
        },
      },
      202: {
        made: {
          summary: 'It goes on by itself',
          value: { id: REPLAY, total: 111, more: false, unknown: [], link: replayLink },
        },
      },
    },
    problems: {
      404: {
        'not-found': inWords(
          'not-found',
          'No dead letter fits the selection: search /api/dead-letters first.',
          {
            unknown: [],
          },
        ),
      },
    },
  },
  ListReplays: {
    responses: { 200: { page: { summary: 'One replay', value: { replays: [SUMMED] } } } },
  },
  GetReplay: {
    params: { id: REPLAY },
    responses: { 200: { waiting: { summary: 'All are sent, some runs go on', value: REPLAYED } } },
    problems: { 404: NO_REPLAY },
  },
  StopReplay: {
    params: { id: REPLAY },
    request: {
      'application/json': {
        reason: { summary: 'With a reason', value: { reason: 'The ledger refuses again.' } },
      },
    },
    responses: {
      200: {
        stopped: {
          summary: 'What was sent is sent',
          value: {
            ...REPLAYED,
            status: 'stopped',
            stoppedAt: '2026-11-21T10:16:00.000Z',
            stoppedBy: { type: 'user', id: 'anna@contoso.com' },
            stoppedBecause: 'The ledger refuses again.',
          },
        },
      },
    },
    problems: { 404: NO_REPLAY },
  },
};
