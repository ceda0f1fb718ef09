import type { Problem } from '../../contracts/problem';
import { problem, type ProblemExtras, type ProblemKind } from '../../contracts/problems';

/** An answer that is a problem: what a handler throws to give it. */
export class ProblemError extends Error {
  readonly problem: Problem;
  readonly headers: Readonly<Record<string, string>>;
  constructor(refusal: Problem, headers: Readonly<Record<string, string>> = {}) {
    super(refusal.detail);
    this.name = 'ProblemError';
    this.problem = refusal;
    this.headers = headers;
  }
}

/** @example throw refusal('not-found', `There is no run '${id}'.`) */
export const refusal = (kind: ProblemKind, detail: string, extras?: ProblemExtras): ProblemError =>
  new ProblemError(problem(kind, detail, extras));

/** Something that others must do first: the caller is to come back. */
export const unavailable = (detail: string, extras?: ProblemExtras): ProblemError =>
  new ProblemError(problem('unavailable', detail, extras), { 'retry-after': String(RETRY_AFTER_S) });

/** Seconds until a store or a broker that was away is asked for again. */
export const RETRY_AFTER_S = 2;
