import { advanceReplay } from './advance';
import { replayAutomatically } from './automatic';
import { closeLetters } from './close';
import type { ReplayerDeps } from './deps';

const SECOND = 1_000;
/** Replays that are sent side by side. */
const AT_ONCE = 20;

/**
 * One turn of the replayer: looks after the letters that are under way, brings back what failed for passing reasons,
 * and sends letters of all replays, each at its rate, until its budget is spent. What one turn leaves undone, because it
 * died or a store did not answer, the next one does.
 */
export const replayTick = (deps: ReplayerDeps) => {
  const { replays, clock, limits } = deps;
  const close = closeLetters(deps);
  const bringBack = replayAutomatically(deps);
  const advance = advanceReplay(deps);

  /** One second's worth of every replay; true when any has more. */
  const beat = async (): Promise<boolean> => {
    let more = false;
    for (const id of await replays.active(AT_ONCE)) more = (await advance(id)) || more;
    return more;
  };

  return async (): Promise<void> => {
    const until = clock.now() + limits.budgetMs;
    await close();
    await bringBack();
    for (;;) {
      // From start to start: what sending takes is not added to the second.
      const next = clock.now() + SECOND;
      const more = await beat();
      const waitMs = Math.max(0, next - clock.now());
      if (!more || clock.now() + waitMs >= until) return;
      await clock.sleep(waitMs);
    }
  };
};
