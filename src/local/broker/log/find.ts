import { firstRecord } from './segment';
import type { Place, Segment } from './segment';
import { fromKept } from './segments';
import type { Segments } from './segments';
import type { LogState } from './writer';

/** Where a reader begins; an event counts if it stands after the value, or on it where `inclusive`. */
export type StartPosition =
  | { from: 'latest'; inclusive: boolean }
  | { from: 'sequence' | 'offset' | 'time'; value: number; inclusive: boolean };

type Valued = Exclude<StartPosition, { from: 'latest' }>;

const latest = ({ firstSequence, lastSequence }: LogState, inclusive: boolean): number =>
  inclusive ? Math.max(firstSequence, lastSequence) : lastSequence + 1;

const pastOf =
  ({ from, value, inclusive }: Valued) =>
  (place: Place): boolean =>
    inclusive ? place[from] >= value : place[from] > value;

/** The segments that may hold the first event past a value: the last that begins before it, and those after. */
const candidates = (segments: Segments, { from, value }: Valued): readonly Segment[] => {
  const startOf = ({ firstOffset, createdAt }: Segment): number =>
    from === 'offset' ? firstOffset : createdAt;
  const all = segments.all();
  return all.slice(
    Math.max(
      0,
      all.findLastIndex((segment) => startOf(segment) < value),
    ),
  );
};

/** The sequence number of the first event of a position; where there is none yet, that of the next to come. */
export const findStart = async (
  segments: Segments,
  state: LogState,
  position: StartPosition,
): Promise<number> => {
  const next = state.lastSequence + 1;
  if (position.from === 'latest') return latest(state, position.inclusive);
  if (position.from === 'sequence')
    return Math.min(position.inclusive ? position.value : position.value + 1, next);
  const found = await fromKept(segments, () => firstPast(segments, position));
  return Math.min(found?.sequence ?? next, next);
};

/** Where the events at the position are gone, it is the oldest that is kept. */
const firstPast = async (segments: Segments, position: Valued): Promise<Place | undefined> => {
  const isPast = pastOf(position);
  for (const segment of candidates(segments, position)) {
    const record = await firstRecord(segment, isPast);
    if (record) return record;
  }
  return undefined;
};
