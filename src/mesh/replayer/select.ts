import type { LetterState, LetterSummary } from '../letters/letter';
import { summaryOf } from '../letters/letter';
import { searchTenants } from '../letters/search-tenants';
import type { LetterStore } from '../ports/letter-store';
import type { Selection } from './replay';

export interface Selected {
  /** Letters that were found, newest first, or in the order of the ids. */
  letters: readonly LetterSummary[];
  /** There are more than the limit. */
  more: boolean;
  /** Ids under which the caller has no letter. */
  unknown: readonly string[];
}

const PAGE = 500;

/** What a search for letters to replay leaves out: what is under way or done. */
const REPLAYABLE: ReadonlySet<LetterState> = new Set(['new', 'parked']);

const fits =
  ({ fingerprint, type, from = 0, to = Infinity }: Selection) =>
  (letter: LetterSummary): boolean =>
    (fingerprint ?? letter.fingerprint) === letter.fingerprint &&
    (type ?? letter.eventType) === letter.eventType &&
    letter.firstAt >= from &&
    letter.firstAt <= to;

export interface SelectRequest {
  select: Selection;
  /** Whose letters may be taken. */
  tenants: readonly string[];
  limit: number;
}

/** Finds the letters of a selection. Ids are taken in whatever state they are, so that each gets an answer of its own. */
export const selectLetters = (letters: Pick<LetterStore, 'load' | 'search'>) => {
  const search = searchTenants(letters);

  const byId = async (
    ids: readonly string[],
    { select, tenants, limit }: SelectRequest,
  ): Promise<Selected> => {
    const unique = [...new Set(ids)];
    const known = await letters.load(unique);
    const isKnown = (id: string) => tenants.includes(known.get(id)?.letter.tenant ?? '');
    const found = unique.filter(isKnown).map((id) => summaryOf(known.get(id)!.letter));
    const fitting = found.filter(fits(select));
    return {
      letters: fitting.slice(0, limit),
      more: fitting.length > limit,
      unknown: unique.filter((id) => !isKnown(id)),
    };
  };

  const bySearch = async ({ select, tenants, limit }: SelectRequest): Promise<Selected> => {
    const { ids: _, ...criteria } = select;
    const found: LetterSummary[] = [];
    let cursor: string | undefined;
    do {
      const page = await search({ ...criteria, tenants, limit: PAGE, ...(cursor && { cursor }) });
      found.push(...page.letters.filter(({ state }) => REPLAYABLE.has(state)));
      cursor = page.cursor;
    } while (cursor !== undefined && found.length <= limit);
    return { letters: found.slice(0, limit), more: found.length > limit, unknown: [] };
  };

  return (request: SelectRequest): Promise<Selected> =>
    request.select.ids ? byId(request.select.ids, request) : bySearch(request);
};
