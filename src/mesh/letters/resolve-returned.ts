import { PlatformError } from '../../contracts/errors';
import type { MeshEvent } from '../../contracts/event';
import type { Clock } from '../ports/clock';
import type { LetterStore } from '../ports/letter-store';
import type { ReplayStore } from '../ports/replay-store';
import type { Letter } from './letter';
import { letterIdOf } from './letter-id';
import { present } from './present';

export interface ResolveReturnedDeps {
  letters: Pick<LetterStore, 'load' | 'save'>;
  replays: Pick<ReplayStore, 'settle'>;
  clock: Pick<Clock, 'now'>;
}

/** How an event ended that a replay had brought back. */
export interface ReturnedEnd {
  kind: 'delivered' | 'refused';
  reason?: string;
}

export type ResolveReturned = (event: MeshEvent, end: ReturnedEnd) => Promise<void>;

/** Somebody else changes letters too; nobody does so this often. */
const TRIES = 5;

const resolved = ({ dueAt: _dueAt, ...letter }: Letter, end: ReturnedEnd, at: number): Letter => ({
  ...letter,
  state: 'resolved',
  end: { ...end, at },
});

/**
 * Resolves the letter of an event that came back and was settled, where no run tells how it went. Doing it twice is
 * doing it once. @throws PlatformError when a store does not answer: the event is delivered again
 */
export const resolveReturned =
  ({ letters, replays, clock }: ResolveReturnedDeps): ResolveReturned =>
  async (event, end) => {
    const id = letterIdOf({ event, hub: '', body: new Uint8Array(0), code: '' });
    for (let tries = 0; tries < TRIES; tries += 1) {
      const stored = (await letters.load([id])).get(id);
      const replay = stored?.letter.replay;
      if (!stored || stored.letter.state !== 'replaying' || !replay || replay.id !== event.replayid) return;
      const item = {
        replay: replay.id,
        index: replay.index,
        letter: id,
        state: end.kind,
        reason: end.reason,
      };
      // The replay first: a death in between is made good when the event comes again.
      await replays.settle([present(item)]);
      const [saved] = await letters.save([
        { letter: resolved(stored.letter, end, clock.now()), etag: stored.etag },
      ]);
      if (saved!.kind === 'saved') return;
    }
    throw new PlatformError(`the letter ${id} changes all the time`);
  };
