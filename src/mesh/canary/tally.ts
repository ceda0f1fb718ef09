import type { Difference } from './differences';

/** How the next version of a skill did on one task, beside what the mesh has. */
export type Comparison =
  | { kind: 'same' }
  | { kind: 'different'; differences: readonly Difference[] }
  /** It gave nothing to compare: it threw, ran out of time, or takes another input. */
  | { kind: 'broken'; code: string };

/** One task that was compared. */
export interface Compared {
  /** Sequence number of the result in its partition. */
  sequence: number;
  task: string;
  tenant: string;
  comparison: Comparison;
}

/** Where outputs differed, how often, and one task to look at. */
export interface Spot {
  pointer: string;
  kind: Difference['kind'];
  count: number;
  example: { task: string; tenant: string };
  told?: Difference['told'];
}

/** What was compared in one partition, summed up. */
export interface Tally {
  /** Up to which event; a batch that comes again counts once. */
  seen: number;
  compared: number;
  same: number;
  spots: readonly Spot[];
  broken: Readonly<Record<string, number>>;
}

/** More places than anybody looks at, and few enough for a row. */
const MAX_SPOTS = 50;
const MAX_CODES = 20;

export const EMPTY: Tally = { seen: -1, compared: 0, same: 0, spots: [], broken: {} };

const keyOf = ({ pointer, kind, told }: Pick<Spot, 'pointer' | 'kind' | 'told'>): string =>
  JSON.stringify([pointer, kind, told?.actual, told?.next]);

const withSpots = (spots: readonly Spot[], fresh: readonly Spot[]): readonly Spot[] => {
  const all = new Map(spots.map((spot) => [keyOf(spot), spot]));
  for (const spot of fresh) {
    const known = all.get(keyOf(spot));
    if (known) all.set(keyOf(spot), { ...known, count: known.count + spot.count });
    else if (all.size < MAX_SPOTS) all.set(keyOf(spot), spot);
  }
  return [...all.values()];
};

const withCode = (broken: Tally['broken'], code: string, count = 1): Tally['broken'] =>
  Object.hasOwn(broken, code) || Object.keys(broken).length < MAX_CODES
    ? { ...broken, [code]: (broken[code] ?? 0) + count }
    : broken;

const counted = (tally: Tally, { sequence, task, tenant, comparison }: Compared): Tally => {
  const next = { ...tally, seen: sequence, compared: tally.compared + 1 };
  switch (comparison.kind) {
    case 'same':
      return { ...next, same: tally.same + 1 };
    case 'broken':
      return { ...next, broken: withCode(tally.broken, comparison.code) };
    case 'different': {
      const spots = comparison.differences.map((one) => ({ ...one, count: 1, example: { task, tenant } }));
      return { ...next, spots: withSpots(tally.spots, spots) };
    }
  }
};

/** The tally with what was compared since; what it has seen already is not counted again. */
export const tallied = (tally: Tally | undefined, compared: readonly Compared[]): Tally =>
  compared
    .toSorted((one, other) => one.sequence - other.sequence)
    .reduce((sum, one) => (one.sequence > sum.seen ? counted(sum, one) : sum), tally ?? EMPTY);

/** Tallies of several partitions as one. */
export const summed = (tallies: readonly Tally[]): Tally =>
  tallies.reduce(
    (sum, { compared, same, spots, broken }) => ({
      seen: sum.seen,
      compared: sum.compared + compared,
      same: sum.same + same,
      spots: withSpots(sum.spots, spots),
      broken: Object.entries(broken).reduce(
        (codes, [code, count]) => withCode(codes, code, count),
        sum.broken,
      ),
    }),
    EMPTY,
  );
