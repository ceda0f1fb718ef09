import type { ReplayStore } from '../ports/replay-store';
import { isActive, type ItemState, type Replay } from './replay';

/** `sending`; `waiting` until all that was sent has an outcome; `stopped` by somebody; `done`. */
export type ReplayStatus = 'sending' | 'waiting' | 'stopped' | 'done';

export type Counts = Readonly<Partial<Record<ItemState, number>>>;

const PAGE = 1_000;

/** How many letters of a replay are in which state. */
export const countItems = async (
  replays: Pick<ReplayStore, 'items'>,
  { id, total }: Pick<Replay, 'id' | 'total'>,
): Promise<Counts> => {
  const counts: Partial<Record<ItemState, number>> = {};
  for (let from = 0; from < total; from += PAGE)
    for (const { state } of await replays.items(id, from, Math.min(PAGE, total - from)))
      counts[state] = (counts[state] ?? 0) + 1;
  return counts;
};

export const replayStatus = (replay: Replay, counts: Counts): ReplayStatus => {
  if (replay.stoppedAt !== undefined) return 'stopped';
  if (isActive(replay)) return 'sending';
  return (counts.sent ?? 0) > 0 ? 'waiting' : 'done';
};
