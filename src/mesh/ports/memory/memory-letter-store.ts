import { type Letter, OPEN_STATES, type OpenState, summaryOf } from '../../letters/letter';
import type { Clearable } from '../clearable';
import { keysetPage, newestFirst, type TimeKey } from '../../keyset-page';
import type { LetterChange, LetterQuery, LetterStore, SavedLetter } from '../letter-store';
import { inOneBatch } from './in-one-batch';

export interface MemoryLetterStore extends LetterStore, Clearable {
  /** Every letter that is kept, newest first. */
  all(): readonly Letter[];
}

interface Row {
  json: string;
  etag: string;
}

const keyOf = ({ firstAt, id }: Pick<Letter, 'firstAt' | 'id'>): TimeKey => [firstAt, id];

const fits =
  ({ tenant, fingerprint, type, state, from = 0, to = Infinity, after }: LetterQuery) =>
  (letter: Letter): boolean =>
    letter.tenant === tenant &&
    (fingerprint ?? letter.fingerprint) === letter.fingerprint &&
    (type ?? letter.eventType) === letter.eventType &&
    (state ?? letter.state) === letter.state &&
    letter.firstAt >= from &&
    letter.firstAt <= to &&
    (after === undefined || newestFirst(keyOf(letter), keyOf(after)) > 0);

/** Letters in memory, kept as JSON, so that what would not survive a table does not survive here. */
export const memoryLetterStore = (): MemoryLetterStore => {
  const rows = new Map<string, Row>();
  let writes = 0;
  const parsed = ({ json }: Row): Letter => JSON.parse(json) as Letter;
  const all = () => [...rows.values()].map(parsed).sort((a, b) => newestFirst(keyOf(a), keyOf(b)));

  const put = ({ letter, etag }: LetterChange): SavedLetter => {
    if (rows.get(letter.id)?.etag !== etag) return { kind: 'conflict' };
    const next = String(++writes);
    rows.set(letter.id, { json: JSON.stringify(letter), etag: next });
    return { kind: 'saved', etag: next };
  };

  return {
    all,
    load: async (ids) =>
      new Map(
        ids.flatMap((id) => {
          const row = rows.get(id);
          return row ? [[id, { letter: parsed(row), etag: row.etag }] as const] : [];
        }),
      ),
    save: async (changes) => changes.map(put),
    due: async (state, at, limit) =>
      all()
        .filter((letter) => letter.state === state && (letter.dueAt ?? Infinity) <= at)
        .sort((a, b) => a.dueAt! - b.dueAt!)
        .slice(0, limit)
        .map((letter) => ({ letter, etag: rows.get(letter.id)!.etag })),
    old: (before) => {
      const old = all().filter(({ state, end }) => state === 'resolved' && (end?.at ?? 0) < before);
      return inOneBatch(
        old.map(({ id }) => id),
        (id) => rows.delete(id),
      );
    },
    countOpen: async () => {
      const count = (open: OpenState) => all().filter(({ state }) => state === open).length;
      return Object.fromEntries(OPEN_STATES.map((state) => [state, count(state)])) as Record<
        OpenState,
        number
      >;
    },
    tenants: async (limit) => [...new Set(all().map(({ tenant }) => tenant))].toSorted().slice(0, limit),
    search: async (query) => {
      const { cursor, limit } = query;
      const found = all().filter(fits(query)).map(summaryOf);
      const { items, ...next } = keysetPage(found, { keyOf, compare: newestFirst, cursor, limit });
      return { letters: items, ...next };
    },
  };
};
