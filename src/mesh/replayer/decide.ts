import type { Letter } from '../letters/letter';
import { hasEnded, type Run } from '../planner/run';
import type { Replay } from './replay';
import { runBehind } from './runs-of';

/** What is to be done with a letter whose turn it is. */
export type Decision =
  /** Take it and send it; or send it, for this replay took it and may have died before it sent it. */
  | { kind: 'take' }
  | { kind: 'send' }
  /** It was sent, and what became of it is known. */
  | { kind: 'over' }
  /** Not to be sent; `resolve` says that it never will be. */
  | { kind: 'refuse'; reason: string; resolve: boolean };

const refuse = (reason: string, resolve = false): Decision => ({ kind: 'refuse', reason, resolve });

const ofFree = (letter: Letter, state: Pick<Run, 'status'> | undefined): Decision => {
  if (runBehind(letter) === undefined) return { kind: 'take' };
  if (state && hasEnded(state)) return refuse(`its run has ended: it is ${state.status}`, true);
  // The run of an intent may be made by this very letter; the run of a task must be there.
  if (!state && letter.task !== undefined) return refuse('its run is not there any more', true);
  return { kind: 'take' };
};

/** Decides from what the letter and its run are now. */
export const decide = (
  replay: Replay,
  letter: Letter | undefined,
  run: Pick<Run, 'status'> | undefined,
): Decision => {
  if (!letter) return refuse('there is no such letter');
  const isOurs = letter.replay?.id === replay.id;
  switch (letter.state) {
    case 'replaying':
      return isOurs ? { kind: 'send' } : refuse(`it is being replayed already, by ${letter.replay?.id}`);
    case 'resolved':
      return isOurs
        ? { kind: 'over' }
        : refuse(`it is resolved already: ${letter.end?.reason ?? letter.end?.kind}`);
    case 'new':
      return isOurs ? { kind: 'over' } : ofFree(letter, run);
    case 'parked':
      if (isOurs) return { kind: 'over' };
      return replay.by.type === 'timer' ? refuse('it is parked') : ofFree(letter, run);
  }
};
