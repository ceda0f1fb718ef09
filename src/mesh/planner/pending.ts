import { meaningOf } from '../../contracts/event-types';
import type { RunStore, StoredRun } from '../ports/run-store';
import type { Arrival } from './read-batch';
import type { RunCache } from './run-cache';

/** Where a run stands before its events are folded. */
export interface Pending {
  id: string;
  arrivals: readonly Arrival[];
  stored: StoredRun | undefined;
  /** Remembered, or taken for new, and not asked for: a write will tell whether that is right. */
  guessed: boolean;
}

/** What is remembered is not read, and neither is what should not be there yet: an intent seldom comes twice. */
export const begun = async (
  runs: RunStore,
  cache: RunCache,
  byRun: ReadonlyMap<string, readonly Arrival[]>,
): Promise<readonly Pending[]> => {
  const guesses = [...byRun].map(([id, arrivals]) => {
    const stored = cache.get(id);
    return { id, arrivals, stored, guessed: stored !== undefined || isIntent(arrivals[0]!) };
  });
  const read = await loaded(
    runs,
    guesses.filter(({ guessed }) => !guessed),
  );
  return inOrder(guesses, [...guesses.filter(({ guessed }) => guessed), ...read]);
};

const isIntent = ({ event }: Arrival): boolean => meaningOf(event.type).kind === 'intent';

export const loaded = async (
  runs: RunStore,
  wanted: readonly Pick<Pending, 'id' | 'arrivals'>[],
): Promise<readonly Pending[]> => {
  if (wanted.length === 0) return [];
  const read = await runs.load(wanted.map(({ id }) => id));
  return wanted.map(({ id, arrivals }) => ({ id, arrivals, stored: read.get(id), guessed: false }));
};

/** Runs of one key are folded in the order in which they came. */
export const inOrder = (all: readonly Pending[], some: readonly Pending[]): Pending[] => {
  const byId = new Map(some.map((one) => [one.id, one]));
  return all.flatMap(({ id }) => byId.get(id) ?? []);
};
