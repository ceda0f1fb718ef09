import { hash } from 'node:crypto';
import { TerminalError } from '../../contracts/errors';
import type { Links } from './links';
import { refusal } from './problem-error';
import { numberIn, textIn } from './query';
import type { ApiRequest, ApiResponse, Caller } from './route';

export interface PageSize {
  max: number;
  absent: number;
}

const USUAL: PageSize = { max: 200, absent: 50 };
const POSITION = new Set(['cursor', 'limit']);
/** Characters by which a cursor of another list is told. */
const SEAL = 12;

/** Query parameters of routes that answer in pages. */
export const pageQuery = ({ max, absent }: PageSize = USUAL) => ({
  cursor: {
    description:
      'Where the page before ended, from its answer. It stays good while entries come and go, and fits no other list, filter or tenant.',
    schema: { type: 'string' },
  },
  limit: {
    description: `How many at most; ${absent} where absent.`,
    schema: { type: 'integer', minimum: 1, maximum: max },
  },
});
export const PAGE = pageQuery();

/** Header of a page that is not the last, for the document. */
export const NEXT = {
  Link: {
    description: 'The address of the next page, with `rel="next"`; absent on the last one.',
    schema: { type: 'string' },
  },
};

const notOurs = () =>
  refusal('invalid-request', 'The cursor is not one that was given out: begin without it.');

/** A list is what is at a path, for a tenant, with the filters as they are: a cursor of it fits nowhere else. */
const listOf = ({ url }: Pick<ApiRequest, 'url'>, { tenant }: Pick<Caller, 'tenant'>): string => {
  const filters = [...url.searchParams].flatMap(([name, value]) =>
    POSITION.has(name) || value === '' ? [] : [JSON.stringify([name, value])],
  );
  return JSON.stringify([url.pathname, tenant, ...filters.toSorted()]);
};

const sealed = (list: string, position: string): string => {
  const seal = hash('sha256', JSON.stringify([list, position]), 'base64url').slice(0, SEAL);
  return Buffer.from(seal + position).toString('base64url');
};

const opened = (list: string, cursor: string): string => {
  const position = Buffer.from(cursor, 'base64url').toString('utf8').slice(SEAL);
  if (sealed(list, position) !== cursor) throw notOurs();
  return position;
};

/** The page that is asked for. @throws ProblemError for a limit that is none, and a cursor of another list */
export const pageOf = (
  request: Pick<ApiRequest, 'url'>,
  caller: Pick<Caller, 'tenant'>,
  { max, absent }: PageSize = USUAL,
): { limit: number; cursor?: string } => {
  const cursor = textIn(request, 'cursor');
  return {
    limit: numberIn(request, 'limit', { min: 1, max, absent }),
    ...(cursor !== undefined && { cursor: opened(listOf(request, caller), cursor) }),
  };
};

export interface PagedOptions {
  request: ApiRequest;
  caller: Pick<Caller, 'tenant'>;
  links: Links;
  /** Where a store says that the next page begins; absent on the last one. */
  position: string | undefined;
  body: object;
}

/** Answers with a page, and where the next one is: in the body, and as RFC 8288 has it. */
export const paged = ({ request, caller, links, position, body }: PagedOptions): ApiResponse => {
  if (position === undefined) return { status: 200, body };
  const cursor = sealed(listOf(request, caller), position);
  return {
    status: 200,
    headers: { link: `<${links.page(cursor)}>; rel="next"` },
    body: { ...body, cursor },
  };
};

/** A cursor that was not given out is the caller's mistake. */
export const withCursor = <T>(page: Promise<T>): Promise<T> =>
  page.catch((error: unknown) => {
    if (error instanceof TerminalError && error.code === 'invalid-cursor') throw notOurs();
    throw error;
  });
