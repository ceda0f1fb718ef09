import { hash } from 'node:crypto';
import { problem } from '../../contracts/problems';
import type { StoredLetter } from '../ports/letter-store';
import type { StoredRun } from '../ports/run-store';
import { ProblemError } from './problem-error';
import type { Answer, ApiRequest, ApiResponse, Parameter } from './route';

type WithHeaders = Pick<ApiRequest, 'headers'>;

/** A validator: another one whenever any of the parts is. What it is made of cannot be seen. */
export const entityTag = (...parts: readonly string[]): string =>
  `"${hash('sha256', JSON.stringify(parts), 'base64url').slice(0, 27)}"`;

/** Of a run, in whatever form it is shown. */
export const tagOfRun = ({ run, etag }: StoredRun): string => entityTag('run', run.id, etag);

export const tagOfLetter = ({ letter, etag }: StoredLetter): string => entityTag('letter', letter.id, etag);

/** The header of answers that have a validator, for the document. */
export const ETAG = {
  ETag: {
    description: 'Names this state of it, for If-None-Match and If-Match.',
    schema: { type: 'string' },
  },
};

/** Answers of routes that take conditions, for the document. */
export const NOT_MODIFIED: Answer = { description: 'It is still as the caller has it.', headers: ETAG };
export const CHANGED: Answer = { description: 'It is not as If-Match says any more.', headers: ETAG };

/** Header of requests that ask whether something has changed. */
export const IF_NONE_MATCH: Readonly<Record<string, Parameter>> = {
  'If-None-Match': {
    description:
      'The ETag of what the caller has: the answer is 304, without a body, while it is still the same.',
    schema: { type: 'string' },
  },
};

/** Header of requests that change only what is as the caller has seen it. */
export const IF_MATCH: Readonly<Record<string, Parameter>> = {
  'If-Match': {
    description: 'Does this only while the ETag is still this one; otherwise the answer is 412.',
    schema: { type: 'string' },
  },
};

const TAG = /(W\/)?("[\x21\x23-\x7e\x80-\uffff]*")/g;

const tagsOf = (header: string) =>
  [...header.matchAll(TAG)].map(([, weak, tag]) => ({ weak: weak !== undefined, tag }));

/**
 * Answers 304 to whoever has this already.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2
 */
export const unlessMatched = ({ headers }: WithHeaders, tag: string, response: ApiResponse): ApiResponse => {
  const asked = headers['if-none-match'];
  // Compared weakly: who compresses an answer on the way weakens its tag.
  const isKnown =
    asked !== undefined && (asked.trim() === '*' || tagsOf(asked).some((one) => one.tag === tag));
  return isKnown
    ? { status: 304, headers: { etag: tag } }
    : { ...response, headers: { ...response.headers, etag: tag } };
};

/**
 * Lets through who has seen what is there, and who asks for nothing.
 * @param tag of what is there; undefined where there is nothing
 * @throws ProblemError 412
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13.1.1
 */
export const checkMatch = ({ headers }: WithHeaders, tag: string | undefined): void => {
  const asked = headers['if-match'];
  if (asked === undefined) return;
  const fits =
    tag !== undefined && (asked.trim() === '*' || tagsOf(asked).some((one) => !one.weak && one.tag === tag));
  if (fits) return;
  const detail =
    tag === undefined
      ? 'There is nothing here any more that If-Match could name.'
      : 'It has changed since: read it again, and decide again.';
  throw new ProblemError(problem('precondition-failed', detail), tag === undefined ? {} : { etag: tag });
};
