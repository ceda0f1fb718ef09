import { LIMITS } from '../../contracts/limits';
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

/** An event is smaller than what a body may be. @throws ProblemError 413 */
export const checkEventSize = (body: Uint8Array): void => {
  if (body.length > LIMITS.event)
    throw refusal(
      'too-large',
      `This may have at most ${LIMITS.event / 1024} KiB. Send large documents by reference, or without their attachments.`,
    );
};

/** Something that others must do first: the caller is to come back. */
export const unavailable = (detail: string, extras?: ProblemExtras): ProblemError =>
  new ProblemError(problem('unavailable', detail, extras), { 'retry-after': String(RETRY_AFTER_S) });

/** Seconds until a store or a broker that was away is asked for again. */
export const RETRY_AFTER_S = 2;
