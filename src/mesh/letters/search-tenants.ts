import { TerminalError } from '../../contracts/errors';
import type { LetterPage, LetterQuery, LetterStore } from '../ports/letter-store';
import type { LetterSummary } from './letter';

export interface TenantsQuery extends Omit<LetterQuery, 'tenant'> {
  tenants: readonly string[];
}

/** How far one tenant's letters were shown: the cursor of a page, and how many of that page; absent: to the end. */
type Progress = { cursor?: string; shown: number };
type Positions = Readonly<Record<string, Progress>>;

const newestFirst = (a: LetterSummary, b: LetterSummary) => b.firstAt - a.firstAt || (a.id < b.id ? -1 : 1);

const invalid = (cause?: unknown) =>
  new TerminalError('invalid-cursor', 'the cursor is not one that was given out: begin without one', {
    cause,
  });

const isProgress = (value: unknown): value is Progress =>
  typeof value === 'object' && value !== null && Number.isInteger((value as Progress).shown);

const positionsOf = (cursor: string | undefined, tenants: readonly string[]): Positions => {
  if (cursor === undefined) return Object.fromEntries(tenants.map((tenant) => [tenant, { shown: 0 }]));
  try {
    const positions = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as Record<
      string,
      unknown
    >;
    const known = Object.entries(positions).filter(([tenant]) => tenants.includes(tenant));
    if (known.every((entry): entry is [string, Progress] => isProgress(entry[1])))
      return Object.fromEntries(known);
  } catch (error) {
    throw invalid(error);
  }
  throw invalid();
};

/** Searches the letters of several tenants as if they were one's, newest first. */
export const searchTenants =
  (letters: Pick<LetterStore, 'search'>) =>
  async ({ tenants, cursor, limit, ...criteria }: TenantsQuery): Promise<LetterPage> => {
    const positions = positionsOf(cursor, tenants);
    const pages = await Promise.all(
      Object.entries(positions).map(async ([tenant, { cursor, shown }]) => {
        const page = { ...criteria, tenant, limit: limit + shown, ...(cursor !== undefined && { cursor }) };
        return { tenant, cursor, shown, ...pageFrom(await letters.search(page)) };
      }),
    );
    const all = pages.flatMap(({ tenant, shown, found }) =>
      found.slice(shown).map((letter) => ({ tenant, letter })),
    );
    const taken = all.sort((a, b) => newestFirst(a.letter, b.letter)).slice(0, limit);
    const next = pages.flatMap(({ tenant, cursor, shown, found, after }): [string, Progress][] => {
      const now = shown + taken.filter((one) => one.tenant === tenant).length;
      if (now < found.length) return [[tenant, { ...(cursor !== undefined && { cursor }), shown: now }]];
      return after === undefined ? [] : [[tenant, { cursor: after, shown: 0 }]];
    });
    return {
      letters: taken.map(({ letter }) => letter),
      ...(next.length > 0 && {
        cursor: Buffer.from(JSON.stringify(Object.fromEntries(next))).toString('base64url'),
      }),
    };
  };

const pageFrom = ({ letters, cursor }: LetterPage) => ({ found: letters, after: cursor });
