import { TerminalError } from '../../contracts/errors';
import { refusal } from './problem-error';
import { numberIn, textIn } from './query';
import type { ApiRequest } from './route';

const MAX = 200;
const ABSENT = 50;

/** Query parameters of routes that answer in pages. */
export const PAGE = {
  cursor: { description: 'Where the page before ended.', schema: { type: 'string' } },
  limit: {
    description: `How many at most; ${ABSENT} where absent.`,
    schema: { type: 'integer', minimum: 1, maximum: MAX },
  },
};

/** The page that is asked for. @throws ProblemError for a limit that is none */
export const pageOf = (request: Pick<ApiRequest, 'url'>): { limit: number; cursor?: string } => {
  const cursor = textIn(request, 'cursor');
  return {
    limit: numberIn(request, 'limit', { min: 1, max: MAX, absent: ABSENT }),
    ...(cursor !== undefined && { cursor }),
  };
};

/** A cursor that was not given out is the caller's mistake. */
export const withCursor = <T>(page: Promise<T>): Promise<T> =>
  page.catch((error: unknown) => {
    if (error instanceof TerminalError && error.code === 'invalid-cursor')
      throw refusal('invalid-request', 'The cursor is not one that was given out: begin without it.');
    throw error;
  });
