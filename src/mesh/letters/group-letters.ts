import type { LetterStore } from '../ports/letter-store';
import type { LetterState, LetterSummary } from './letter';
import { searchTenants, type TenantsQuery } from './search-tenants';

/** Letters that failed alike. */
export interface LetterGroup {
  fingerprint: string;
  count: number;
  byState: Readonly<Partial<Record<LetterState, number>>>;
  byTenant: Readonly<Partial<Record<string, number>>>;
  firstAt: number;
  lastAt: number;
  /** One of them, the newest, for what they have in common. */
  newest: LetterSummary;
}

const PAGE = 500;

const counted = <K extends string>(values: readonly K[]): Partial<Record<K, number>> =>
  Object.fromEntries(
    [...Map.groupBy(values, (value) => value)].map(([value, { length }]) => [value, length]),
  ) as Partial<Record<K, number>>;

const grouped = (fingerprint: string, letters: readonly LetterSummary[]): LetterGroup => ({
  fingerprint,
  count: letters.length,
  byState: counted(letters.map(({ state }) => state)),
  byTenant: counted(letters.map(({ tenant }) => tenant)),
  firstAt: Math.min(...letters.map(({ firstAt }) => firstAt)),
  lastAt: Math.max(...letters.map(({ lastAt }) => lastAt)),
  newest: letters[0]!,
});

/** Counts letters by fingerprint, the most frequent first; `more` says that some beyond `atMost` were not counted. */
export const groupLetters = async (
  letters: Pick<LetterStore, 'search'>,
  query: Omit<TenantsQuery, 'cursor' | 'limit'>,
  atMost: number,
): Promise<{ groups: readonly LetterGroup[]; more: boolean }> => {
  const search = searchTenants(letters);
  const found: LetterSummary[] = [];
  let cursor: string | undefined;
  do {
    const page = await search({ ...query, limit: PAGE, ...(cursor !== undefined && { cursor }) });
    found.push(...page.letters);
    cursor = page.cursor;
  } while (cursor !== undefined && found.length < atMost);
  const groups = [...Map.groupBy(found, ({ fingerprint }) => fingerprint)].map(([name, of]) =>
    grouped(name, of),
  );
  return { groups: groups.sort((a, b) => b.count - a.count), more: cursor !== undefined };
};
