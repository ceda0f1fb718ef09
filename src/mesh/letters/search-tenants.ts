import type { LetterPage, LetterQuery, LetterStore } from '../ports/letter-store';
import type { LetterSummary } from './letter';
import { strangeCursor } from '../strange-cursor';

export interface TenantsQuery extends Omit<LetterQuery, 'tenant' | 'after'> {
  tenants: readonly string[];
}

type Place = Required<LetterQuery>['after'];

/** How far one tenant's letters were shown: the cursor of a page, and the last letter of that page that was; absent: none of it. */
interface Progress {
  cursor?: string;
  after?: Place;
}
type Positions = Readonly<Record<string, Progress>>;

const newestFirst = (a: LetterSummary, b: LetterSummary) => b.firstAt - a.firstAt || (a.id < b.id ? -1 : 1);

const isPlace = (value: unknown): value is Place =>
  typeof value === 'object' &&
  value !== null &&
  Number.isInteger((value as Place).firstAt) &&
  typeof (value as Place).id === 'string';

const isProgress = (value: unknown): value is Progress => {
  if (typeof value !== 'object' || value === null) return false;
  const { cursor, after } = value as Record<string, unknown>;
  return (cursor === undefined || typeof cursor === 'string') && (after === undefined || isPlace(after));
};

const positionsOf = (cursor: string | undefined, tenants: readonly string[]): Positions => {
  if (cursor === undefined) return Object.fromEntries(tenants.map((tenant) => [tenant, {}]));
  try {
    const positions = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as Record<
      string,
      unknown
    >;
    const known = Object.entries(positions).filter(([tenant]) => tenants.includes(tenant));
    if (known.every((entry): entry is [string, Progress] => isProgress(entry[1])))
      return Object.fromEntries(known);
  } catch (error) {
    throw strangeCursor(error);
  }
  throw strangeCursor();
};

/**
 * Searches the letters of several tenants as if they were one's, newest first. A cursor names letters, not numbers of
 * them: what arrives or goes meanwhile shifts nothing.
 */
export const searchTenants =
  (letters: Pick<LetterStore, 'search'>) =>
  async ({ tenants, cursor, limit, ...criteria }: TenantsQuery): Promise<LetterPage> => {
    const positions = positionsOf(cursor, tenants);
    const pages = await Promise.all(
      Object.entries(positions).map(async ([tenant, from]) => {
        const { letters: found, cursor: next } = await letters.search({
          ...criteria,
          tenant,
          limit,
          ...from,
        });
        return { tenant, from, found, next };
      }),
    );
    const all = pages.flatMap(({ tenant, found }) => found.map((letter) => ({ tenant, letter })));
    const taken = all.sort((a, b) => newestFirst(a.letter, b.letter)).slice(0, limit);
    const ahead = pages.flatMap(({ tenant, from, found, next }): [string, Progress][] => {
      const shown = taken.filter((one) => one.tenant === tenant);
      if (shown.length < found.length) return [[tenant, behind(from, shown.at(-1)?.letter)]];
      return next === undefined ? [] : [[tenant, { cursor: next }]];
    });
    return {
      letters: taken.map(({ letter }) => letter),
      ...(ahead.length > 0 && {
        cursor: Buffer.from(JSON.stringify(Object.fromEntries(ahead))).toString('base64url'),
      }),
    };
  };

/** The rest of a page, behind the last letter of it that was shown. */
const behind = (from: Progress, last: LetterSummary | undefined): Progress =>
  last ? { ...from, after: { firstAt: last.firstAt, id: last.id } } : from;
