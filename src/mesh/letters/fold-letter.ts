import type { Arrival } from './arrival';
import type { Letter } from './letter';

export interface LetterPolicy {
  /** A letter is parked when so many replays of it have failed. */
  parkAfter: number;
  /** Milliseconds until what failed for a passing reason is replayed; doubled with each replay that failed. */
  autoReplayAfterMs: number;
}

/** When the timer may bring a letter back. */
const dueAt = (at: number, failedReplays: number, { autoReplayAfterMs }: LetterPolicy): number =>
  at + autoReplayAfterMs * 2 ** failedReplays;

/** A later attempt, or the same one brought back by the replay under way; anything else was there already. */
const isNews = ({ attempt, state, replay }: Letter, arrival: Arrival): boolean =>
  arrival.attempt > attempt ||
  (state === 'replaying' && replay !== undefined && arrival.replayid === replay.id);

const fresh = ({ at, replayid: _replayid, ...arrival }: Arrival, policy: LetterPolicy): Letter => ({
  ...arrival,
  state: 'new',
  firstAt: at,
  lastAt: at,
  failedReplays: 0,
  ...(arrival.reason.passing && { dueAt: dueAt(at, 0, policy) }),
});

const again = (letter: Letter, { at, replayid, ...arrival }: Arrival, policy: LetterPolicy): Letter => {
  const failedReplays = letter.failedReplays + (replayid === undefined ? 0 : 1);
  // What comes back may be what an operator made of it; what came first is not given up for it.
  const original = letter.original ?? (letter.replay?.edited && letter.content);
  const parked = failedReplays >= policy.parkAfter;
  return {
    ...arrival,
    tenant: letter.tenant,
    state: parked ? 'parked' : 'new',
    firstAt: letter.firstAt,
    lastAt: at,
    failedReplays,
    ...(letter.replay && { replay: letter.replay }),
    ...(original && { original }),
    ...(arrival.reason.passing && !parked && { dueAt: dueAt(at, failedReplays, policy) }),
  };
};

/**
 * What a letter is after an arrival; the same object when it was there already. A replay that failed leads back to
 * `new`, and one too many to `parked`.
 */
export const foldLetter = (letter: Letter | undefined, arrival: Arrival, policy: LetterPolicy): Letter => {
  if (!letter) return fresh(arrival, policy);
  // What was erased does not come back, whoever brings it.
  if (letter.erased) return letter;
  return isNews(letter, arrival) ? again(letter, arrival, policy) : letter;
};
