import { derivedId } from '../../contracts/ids';
import type { Letter } from '../letters/letter';
import type { StoredLetter } from '../ports/letter-store';
import type { ReplayerDeps } from './deps';
import type { Replay } from './replay';

/** The same letters at the same time are the same replay, so that a tick that died does not make another. */
const idOf = (tenant: string, letters: readonly Letter[]): string =>
  derivedId(
    'automatic',
    tenant,
    ...letters.map(({ id, attempt, dueAt }) => `${id} ${attempt} ${dueAt}`).sort(),
  );

/** Why the timer brings letters back, for people. */
const REASON = 'what failed for a passing reason is tried again';

/**
 * Makes replays, one a tenant, of letters that failed for passing reasons and have waited long enough. A letter is
 * not looked at again before twice the time, whatever becomes of the replay.
 */
export const replayAutomatically = ({ letters, replays, clock, policy, limits }: ReplayerDeps) => {
  const replayOf = (tenant: string, ofTenant: readonly Letter[], now: number): Replay => ({
    v: 1,
    id: idOf(tenant, ofTenant),
    tenant,
    by: { type: 'timer', id: 'replayer' },
    createdAt: now,
    reason: REASON,
    select: {},
    options: { perSecond: limits.automaticPerSecond, deadline: 'extend' },
    total: ofTenant.length,
    next: 0,
  });

  const later = ({ letter, etag }: StoredLetter, now: number) => ({
    letter: { ...letter, dueAt: now + policy.autoReplayAfterMs * 2 ** (letter.failedReplays + 1) },
    etag,
  });

  return async (): Promise<void> => {
    if (limits.automatic === 0) return;
    const now = clock.now();
    const due = await letters.due('new', now, limits.automatic);
    const byTenant = Map.groupBy(
      due.map(({ letter }) => letter),
      ({ tenant }) => tenant,
    );
    for (const [tenant, ofTenant] of byTenant)
      await replays.create(
        replayOf(tenant, ofTenant, now),
        ofTenant.map(({ id }) => id),
      );
    if (due.length > 0) await letters.save(due.map((stored) => later(stored, now)));
  };
};
