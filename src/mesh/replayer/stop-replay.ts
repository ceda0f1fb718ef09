import { PlatformError } from '../../contracts/errors';
import type { Clock } from '../ports/clock';
import type { ReplayStore } from '../ports/replay-store';
import { isActive, type Replay } from './replay';

/** The replayer may move it on meanwhile; it does so once a second. */
const TRIES = 5;

/** Stops a replay: what was sent is sent, the rest stays where it is. Answers the replay, or undefined for none. */
export const stopReplay =
  ({ replays, clock }: { replays: Pick<ReplayStore, 'load' | 'save'>; clock: Pick<Clock, 'now'> }) =>
  async (id: string): Promise<Replay | undefined> => {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const stored = await replays.load(id);
      if (!stored || !isActive(stored.replay)) return stored?.replay;
      const stopped = { ...stored.replay, stoppedAt: clock.now() };
      if ((await replays.save(stopped, stored.etag)) === 'saved') return stopped;
    }
    throw new PlatformError(`the replay ${id} changes all the time`);
  };
