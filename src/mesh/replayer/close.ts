import { MESH } from '../../contracts/event-types';
import type { Letter, LetterEnd } from '../letters/letter';
import { hasEnded, type Run } from '../planner/run';
import type { LetterChange, StoredLetter } from '../ports/letter-store';
import type { SettledItem } from '../ports/replay-store';
import type { ReplayerDeps } from './deps';
import { prepare } from './prepare';
import { runBehind, runsOf } from './runs-of';

/** Letters in hand at a time. */
const AT_ONCE = 200;

/** What is to be done with a letter that is under way. */
type Watch =
  { kind: 'end'; end: LetterEnd; reason?: string } | { kind: 'wait'; until: number } | { kind: 'resend' };

/** A delivery may be tried for a day, and whoever makes it says how that went. */
const tellsItself = ({ eventType }: Letter): boolean => eventType === MESH.deliveryRequested;

type Ended = 'completed' | 'failed' | 'expired' | 'cancelled';

const settledItem = ({ id, replay }: Letter, end: LetterEnd, reason?: string): SettledItem => ({
  replay: replay!.id,
  index: replay!.index,
  letter: id,
  state: end,
  ...(reason !== undefined && { reason }),
});

/**
 * Looks after letters that were sent: one whose run has ended is resolved as the run is; one without a run, once it has
 * not come back for a while; one whose run stays blocked for long is sent again, under the same ids. It goes on until all
 * that are due have had their turn, or its time is over: those that wait longest come first, and the rest next time.
 */
export const closeLetters = (deps: ReplayerDeps) => {
  const { letters, replays, runs, publisher, contents, clock, limits } = deps;

  const watch = (letter: Letter, run: Pick<Run, 'status'> | undefined, now: number): Watch => {
    const { replay } = letter;
    if (run && hasEnded(run)) return { kind: 'end', end: run.status as Ended };
    const age = now - replay!.at;
    if (!run && !tellsItself(letter) && age >= limits.deliveredAfterMs)
      return { kind: 'end', end: 'delivered', reason: 'it has no run, and did not come back' };
    if (run?.status === 'blocked' && age >= limits.resendAfterMs) return { kind: 'resend' };
    return { kind: 'wait', until: now + Math.min(Math.max(age, limits.watchMs), limits.watchAtMostMs) };
  };

  const resend = async (letter: Letter): Promise<void> => {
    const stored = await replays.load(letter.replay!.id);
    if (!stored) return;
    const out = await prepare(contents, letter, stored.replay, letter.replay!.at);
    if (out.kind === 'event') await publisher.publish([out.event]);
    if (out.kind === 'raw') await publisher.publishRaw([out.message]);
  };

  const changed = ({ dueAt: _dueAt, ...letter }: Letter, what: Watch, now: number): Letter => {
    switch (what.kind) {
      case 'end': {
        const { end: kind, reason } = what;
        return {
          ...letter,
          state: 'resolved',
          end: { kind, at: now, ...(reason !== undefined && { reason }) },
        };
      }
      case 'wait':
        return { ...letter, dueAt: what.until };
      case 'resend':
        return { ...letter, dueAt: now + limits.resendAfterMs };
    }
  };

  const lookAfter = async (due: readonly StoredLetter[], now: number): Promise<void> => {
    const states = await runsOf(
      runs,
      due.map(({ letter }) => letter),
    );
    const watched = due.map((stored: StoredLetter) => ({
      ...stored,
      what: watch(stored.letter, states.get(runBehind(stored.letter) ?? ''), now),
    }));

    // The replay first, the letter last: what is not written is looked after again by the next tick.
    const items = watched.flatMap(({ letter, what }) =>
      what.kind === 'end' ? [settledItem(letter, what.end, what.reason)] : [],
    );
    if (items.length > 0) await replays.settle(items);
    for (const { letter, what } of watched) if (what.kind === 'resend') await resend(letter);
    const changes = watched.map(({ letter, etag, what }): LetterChange => ({
      letter: changed(letter, what, now),
      etag,
    }));
    if (changes.length > 0) await letters.save(changes);
  };

  /** @param until when its time is over; milliseconds since the epoch. One round is made in any case. */
  return async (until: number): Promise<void> => {
    const now = clock.now();
    const seen = new Set<string>();
    do {
      const due = await letters.due('replaying', now, AT_ONCE);
      // What somebody else changed meanwhile is still due: the next turn looks at it.
      const fresh = due.filter(({ letter }) => !seen.has(letter.id));
      if (fresh.length === 0) return;
      for (const { letter } of fresh) seen.add(letter.id);
      await lookAfter(fresh, now);
      if (due.length < AT_ONCE) return;
    } while (clock.now() < until);
  };
};
