import { PlatformError } from '../../contracts/errors';
import type { Clock } from '../ports/clock';
import type { ReplayStore } from '../ports/replay-store';
import { type Actor, isActive, type Replay } from './replay';

/** The replayer may move it on meanwhile; it does so once a second. */
const TRIES = 5;

export interface Stop {
  by: Actor;
  because?: string | undefined;
}

/**
 * Stops a replay: what was sent is sent, the rest stays where it is. The first who stops it is kept. Answers the replay, or
 * undefined for none.
 */
export const stopReplay =
  ({ replays, clock }: { replays: Pick<ReplayStore, 'load' | 'save'>; clock: Pick<Clock, 'now'> }) =>
  async (id: string, { by, because }: Stop): Promise<Replay | undefined> => {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const stored = await replays.load(id);
      if (!stored || !isActive(stored.replay)) return stored?.replay;
      const stopped: Replay = {
        ...stored.replay,
        stoppedAt: clock.now(),
        stoppedBy: by,
        ...(because !== undefined && { stoppedBecause: because }),
      };
      if ((await replays.save(stopped, stored.etag)) === 'saved') return stopped;
    }
    throw new PlatformError(`the replay ${id} changes all the time`);
  };
