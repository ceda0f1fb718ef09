import type { LetterStore } from '../ports/letter-store';
import type { LetterState, LetterSummary } from './letter';
import { searchTenants, type TenantsQuery } from './search-tenants';

/** Letters that failed alike. */
export interface LetterGroup {
  fingerprint: string;
  count: number;
  byState: Readonly<Partial<Record<LetterState, number>>>;
  firstAt: number;
  lastAt: number;
  /** One of them, the newest, for what they have in common. */
  newest: LetterSummary;
}

const PAGE = 500;

const grouped = (fingerprint: string, letters: readonly LetterSummary[]): LetterGroup => {
  const byState: Partial<Record<LetterState, number>> = {};
  for (const { state } of letters) byState[state] = (byState[state] ?? 0) + 1;
  return {
    fingerprint,
    count: letters.length,
    byState,
    firstAt: Math.min(...letters.map(({ firstAt }) => firstAt)),
    lastAt: Math.max(...letters.map(({ lastAt }) => lastAt)),
    newest: letters[0]!,
  };
};

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
