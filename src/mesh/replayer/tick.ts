import { type Advanced, advanceReplay } from './advance';
import { replayAutomatically } from './automatic';
import { closeLetters } from './close';
import type { ReplayerDeps } from './deps';

const SECOND = 1_000;
/** Replays that are sent side by side. */
const AT_ONCE = 20;
/** What looking after letters may take of a turn, so that there is time to send. */
const CLOSING = 0.5;

const isMore = (found: ReadonlySet<Advanced>): boolean => found.has('sending') || found.has('waiting');

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

  /** One second's worth of every replay. */
  const beat = async (): Promise<ReadonlySet<Advanced>> => {
    const found = new Set<Advanced>();
    for (const id of await replays.active(AT_ONCE)) found.add(await advance(id));
    return found;
  };

  return async (): Promise<void> => {
    const begun = clock.now();
    const until = begun + limits.budgetMs;
    await close(begun + limits.budgetMs * CLOSING);
    await bringBack();
    for (;;) {
      // From start to start: what sending takes is not added to the second.
      const next = clock.now() + SECOND;
      const found = await beat();
      // A step goes on when its outcomes are known: they are looked for as long as one waits.
      if (found.has('waiting')) await close(next);
      const waitMs = Math.max(0, next - clock.now());
      if (!isMore(found) || clock.now() + waitMs >= until) return;
      await clock.sleep(waitMs);
    }
  };
};
