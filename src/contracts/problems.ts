import type { Fault, Problem } from './problem';

/** The kinds of problem that the mesh answers with; `type` is `/problems/<kind>`. */
export const PROBLEMS = {
  'invalid-request': { status: 400, title: 'The request is not valid' },
  'invalid-event': { status: 400, title: 'The event is not valid' },
  'invalid-data': { status: 400, title: 'The data does not fit its schema' },
  'unknown-type': { status: 400, title: 'The mesh does not know this type of event' },
  unauthenticated: { status: 401, title: 'Who calls is not known' },
  forbidden: { status: 403, title: 'The caller may not do this' },
  /** API Management's: the gateway counts nothing. */
  'quota-exceeded': { status: 403, title: 'The quota is used up' },
  'not-found': { status: 404, title: 'There is no such thing' },
  'method-not-allowed': { status: 405, title: 'This cannot be done here' },
  conflict: { status: 409, title: 'This does not fit what is there' },
  'precondition-failed': { status: 412, title: 'It is not as the caller has seen it' },
  'too-large': { status: 413, title: 'The request is too large' },
  'unsupported-media-type': { status: 415, title: 'The mesh does not read this media type' },
  'run-failed': { status: 422, title: 'The run failed' },
  'run-expired': { status: 422, title: 'The run did not end in time' },
  'run-cancelled': { status: 422, title: 'The run was cancelled' },
  'idempotency-key-reused': { status: 422, title: 'The idempotency key belongs to another request' },
  /** API Management's, and of the gateway for streams. */
  'too-many-requests': { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'The mesh failed' },
  unavailable: { status: 503, title: 'The mesh cannot do this now' },
} as const satisfies Readonly<Record<string, { status: number; title: string }>>;

export type ProblemKind = keyof typeof PROBLEMS;
export const PROBLEM_KINDS = Object.keys(PROBLEMS) as readonly ProblemKind[];

export interface ProblemExtras {
  errors?: readonly Fault[];
  [extension: string]: unknown;
}

/**
 * Problem details of a kind (RFC 9457).
 * @param detail what is wrong here, and what to do
 * @example problem('not-found', `There is no run '${id}'.`)
 */
export const problem = (kind: ProblemKind, detail: string, extras: ProblemExtras = {}): Problem => ({
  type: `/problems/${kind}`,
  ...PROBLEMS[kind],
  detail,
  ...extras,
});

const placeOf = ({ index, pointer }: Fault): string =>
  [index !== undefined && `event ${index}`, pointer && `at ${pointer}`].filter(Boolean).join(' ');

const sentence = (fault: Fault): string => [placeOf(fault), fault.message].filter(Boolean).join(': ');

/** A problem whose detail names the first fault, for those who see nothing but it. */
export const faultyProblem = (
  kind: ProblemKind,
  errors: readonly Fault[],
  extras: ProblemExtras = {},
): Problem => {
  const [first, ...others] = errors;
  const more = others.length > 0 ? ` And ${others.length} more: see errors.` : '';
  return problem(kind, first ? `${sentence(first)}.${more}` : PROBLEMS[kind].title, { errors, ...extras });
};
