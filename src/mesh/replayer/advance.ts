import { PlatformError } from '../../contracts/errors';
import type { StoredReplay } from '../ports/replay-store';
import type { ReplayerDeps } from './deps';
import { lettersPerSecond } from './pace';
import { isActive, type Replay } from './replay';
import { sendItems } from './send';

/** Letters in hand at a time: their bodies may be large. */
const CHUNK = 20;
/** Only somebody who stops a replay changes it too. */
const TRIES = 5;

/** Sends one second's worth of a replay; true when there is more to send. */
export const advanceReplay = (deps: ReplayerDeps) => {
  const { replays, clock } = deps;
  const send = sendItems(deps);

  /** Moves the replay on, and keeps what somebody else wrote meanwhile. */
  const moveOn = async ({ replay, etag }: StoredReplay, next: number): Promise<StoredReplay> => {
    let current: StoredReplay | undefined = { replay, etag };
    for (let tries = 0; current && tries < TRIES; tries += 1) {
      const moved: Replay = { ...current.replay, next: Math.max(next, current.replay.next) };
      const saved = await replays.save(moved, current.etag);
      current = await replays.load(replay.id);
      if (saved === 'saved' && current) return current;
    }
    throw new PlatformError(`the replay ${replay.id} changes all the time`);
  };

  return async (id: string): Promise<boolean> => {
    let stored = await replays.load(id);
    if (!stored) return false;
    let left = lettersPerSecond(stored.replay.options, clock.now() - stored.replay.createdAt);
    while (left > 0 && isActive(stored.replay)) {
      const { next } = stored.replay;
      const items = await replays.items(id, next, Math.min(CHUNK, left));
      const done = await send(stored.replay, items);
      if (done > 0) stored = await moveOn(stored, next + done);
      if (done < items.length || items.length === 0) break;
      left -= done;
    }
    return isActive(stored.replay);
  };
};
