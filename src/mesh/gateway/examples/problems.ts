import { PROBLEMS, faultyProblem, problem, type ProblemKind } from '../../../contracts/problems';
import type { Problem } from '../../../contracts/problem';
import type { Example } from './example';
import { RUN, TYPE } from './names';

const FAILURE = {
  code: 'not-bookable',
  message: 'The invoice is in no currency that is booked.',
  step: 'post',
};

/** One example of each kind of problem. */
export const PROBLEM_EXAMPLES: Readonly<Record<ProblemKind, Problem>> = {
  'invalid-request': faultyProblem('invalid-request', [{ pointer: '/reference', message: 'is missing' }]),
  'invalid-event': faultyProblem('invalid-event', [
    {
      index: 1,
      pointer: '/time',
      message: 'must be an RFC 3339 date and time, such as 2026-11-21T10:00:00Z',
    },
  ]),
  'invalid-data': faultyProblem('invalid-data', [{ pointer: '/data/document', message: 'is missing' }], {
    schema: `${TYPE}@1`,
  }),
  'unknown-type': faultyProblem('unknown-type', [
    {
      pointer: '/type',
      message: "no agent fulfils 'business.invoce.intent'; see /api/openapi.json for what can be asked",
    },
  ]),
  unauthenticated: problem('unauthenticated', 'The token has expired: get a new one.'),
  forbidden: problem('forbidden', 'The role Mesh.Operate is missing: have it assigned to the caller.', {
    role: 'Mesh.Operate',
  }),
  'quota-exceeded': problem(
    'quota-exceeded',
    'The quota of this subscription is used up: come back tomorrow.',
  ),
  'not-found': problem(
    'not-found',
    `There is no run '${RUN}'. Right after an intent was accepted, use the link of that answer.`,
  ),
  'method-not-allowed': problem('method-not-allowed', 'PUT is not done here: use GET.'),
  conflict: problem('conflict', 'The run is completed: there is nothing left to cancel.', {
    runId: RUN,
    runStatus: 'completed',
  }),
  'precondition-failed': problem(
    'precondition-failed',
    'It has changed since: read it again, and decide anew.',
  ),
  'too-large': problem(
    'too-large',
    'This may have at most 256 KiB. Send large documents by reference, or without their attachments.',
  ),
  'unsupported-media-type': problem('unsupported-media-type', 'Send application/json as Content-Type.'),
  'run-failed': problem('run-failed', FAILURE.message, { runId: RUN, failure: FAILURE }),
  'run-expired': problem('run-expired', 'The run is expired.', { runId: RUN }),
  'run-cancelled': problem('run-cancelled', 'Sent twice by mistake.', {
    runId: RUN,
    reason: 'Sent twice by mistake.',
  }),
  'idempotency-key-reused': problem(
    'idempotency-key-reused',
    'This key came with another body before: use a new key for a new request.',
  ),
  'too-many-requests': problem(
    'too-many-requests',
    'More than 600 requests in a minute: come back in 12 seconds.',
  ),
  internal: problem(
    'internal',
    'Something went wrong in the mesh. Ask its operators, and tell them the trace.',
    {
      trace: '0af7651916cd43dd8448eb211c80319c',
    },
  ),
  unavailable: problem(
    'unavailable',
    'The broker took some events and not others: repeat with the same ids.',
    {
      events: [
        { id: 'INV-4711', source: '/erp', accepted: true },
        { id: 'INV-4712', source: '/erp', accepted: false },
      ],
    },
  ),
};

/** Name of the component that shows a kind of problem. */
export const problemComponent = (kind: ProblemKind): string => `problem.${kind}`;

/** Every problem, as components of the document. */
export const problemComponents: Readonly<Record<string, Example>> = Object.fromEntries(
  Object.entries(PROBLEM_EXAMPLES).map(([kind, value]) => [
    problemComponent(kind as ProblemKind),
    { summary: PROBLEMS[kind as ProblemKind].title, value },
  ]),
);

/** What a route answers with a status, unless it says so itself. */
const USUAL: Readonly<Record<number, readonly ProblemKind[]>> = {
  400: ['invalid-request'],
  401: ['unauthenticated'],
  403: ['forbidden', 'quota-exceeded'],
  404: ['not-found'],
  409: ['conflict'],
  412: ['precondition-failed'],
  413: ['too-large'],
  415: ['unsupported-media-type'],
  422: ['idempotency-key-reused'],
  429: ['too-many-requests'],
  500: ['internal'],
  503: ['unavailable'],
};

/** References to the problems that are usual for a status. */
export const usualProblems = (status: number) =>
  Object.fromEntries(
    (USUAL[status] ?? []).map((kind) => [kind, { $ref: `#/components/examples/${problemComponent(kind)}` }]),
  );

/** The same problem in the words of a route. */
export const inWords = (kind: ProblemKind, detail: string, extras: object = {}): Example => ({
  summary: PROBLEMS[kind].title,
  value: problem(kind, detail, { ...extras }),
});

export const shown = (kind: ProblemKind): Example => problemComponents[problemComponent(kind)]!;
