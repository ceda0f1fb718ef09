import { PlatformError } from '../../contracts/errors';
import type { StoredReplay } from '../ports/replay-store';
import type { ReplayerDeps } from './deps';
import { lettersPerSecond } from './pace';
import { type Counts, countItems } from './progress';
import { isBetweenSteps, nextStep, waitsForOutcomes } from './ramp';
import { type Actor, isActive, type Replay } from './replay';
import { sendItems } from './send';
import { stopReplay } from './stop-replay';
import { whyToStop } from './verdict';

/** Letters in hand at a time: their bodies may be large. */
const CHUNK = 20;
/** Only somebody who stops a replay changes it too. */
const TRIES = 5;

/** Who stops a replay that stops itself. */
const REPLAYER: Actor = { type: 'timer', id: 'replayer' };

/** Where a replay is after its second: it has more to send, or waits for outcomes before it does; or neither. */
export type Advanced = 'sending' | 'waiting' | 'over';

/** Sends one second's worth of a replay, unless what became of its letters so far speaks against it. */
export const advanceReplay = (deps: ReplayerDeps) => {
  const { replays, clock, log } = deps;
  const send = sendItems(deps);
  const stop = stopReplay(deps);

  /** Moves the replay on, and keeps what somebody else wrote meanwhile. */
  const moveOn = async ({ replay, etag }: StoredReplay, next: number): Promise<StoredReplay> => {
    let current: StoredReplay | undefined = { replay, etag };
    for (let tries = 0; current && tries < TRIES; tries += 1) {
      const moved: Replay = { ...current.replay, next: Math.max(next, current.replay.next) };
      const saved = await replays.save(
        isBetweenSteps(moved) ? { ...moved, stepSince: clock.now() } : moved,
        current.etag,
      );
      current = await replays.load(replay.id);
      if (saved === 'saved' && current) return current;
    }
    throw new PlatformError(`the replay ${replay.id} changes all the time`);
  };

  /** What became of the letters that were sent, where anything follows from it. */
  const outcomesOf = async (replay: Replay): Promise<Counts> => {
    const { id, next: total, options } = replay;
    const matters = options.stopWhenFailed !== undefined || isBetweenSteps(replay);
    return matters ? countItems(replays, { id, total }) : {};
  };

  const sendSecond = async (stored: StoredReplay): Promise<Replay> => {
    const { id, options, createdAt, next, total } = stored.replay;
    const end = nextStep(stored.replay)?.to ?? total;
    let left = Math.min(end - next, lettersPerSecond(options, clock.now() - createdAt));
    while (left > 0 && isActive(stored.replay)) {
      const { next: from } = stored.replay;
      const items = await replays.items(id, from, Math.min(CHUNK, left));
      const done = await send(stored.replay, items);
      if (done > 0) stored = await moveOn(stored, from + done);
      if (done < items.length || items.length === 0) break;
      left -= done;
    }
    return stored.replay;
  };

  return async (id: string): Promise<Advanced> => {
    const stored = await replays.load(id);
    if (!stored || !isActive(stored.replay)) return 'over';
    const counts = await outcomesOf(stored.replay);
    const because = whyToStop(stored.replay, counts, clock.now());
    if (because !== undefined) {
      log.warn('a replay stops itself', { replay: id, because });
      await stop(id, { by: REPLAYER, because });
      return 'over';
    }
    if (waitsForOutcomes(stored.replay, counts, clock.now())) return 'waiting';
    const after = await sendSecond(stored);
    if (!isActive(after)) return 'over';
    return isBetweenSteps(after) ? 'waiting' : 'sending';
  };
};
