import type { Claim, Emission } from '../ports/claim-store';
import type { Repeat } from './skill';

/** What an event that finds its task claimed has to do. */
export type Decision =
  /** A later attempt settles the task, or nothing may: nothing is performed or published. */
  | { kind: 'ignore'; because: 'void' | 'superseded' }
  /** What the claim recorded is sent again: whoever wrote it may have died before it was. */
  | { kind: 'resend'; emissions: readonly Emission[] }
  /** Somebody performs it: come back when the lease is over. */
  | { kind: 'wait'; ms: number }
  /** The claim may be taken over; `probe` says to ask first whether the effect happened. */
  | { kind: 'take'; probe: boolean; exhausted: boolean }
  /** Whether the effect happened is unknown, and a person has to find out. */
  | { kind: 'uncertain' };

export interface Trial {
  attempt: number;
  /** The event was brought back by a replay. */
  replayed: boolean;
  repeat: Repeat;
  /** How many attempts the skill allows. */
  attempts: number;
}

/** Decides by the event's attempt, the claim that is there, and the skill's kind of repeat. */
export const decide = (trial: Trial, claim: Claim): Decision => {
  const { state } = claim;
  switch (state.kind) {
    case 'void':
      return { kind: 'ignore', because: 'void' };
    case 'leased':
      return decideLeased(trial, claim);
    case 'settled':
      return isFinal(state.outcome) ? resend(state.emissions) : decideOpen(trial, claim, state.emissions);
  }
};

const isFinal = (outcome: string): boolean => outcome !== 'retrying' && outcome !== 'dead';
const resend = (emissions: readonly Emission[]): Decision => ({ kind: 'resend', emissions });
const superseded: Decision = { kind: 'ignore', because: 'superseded' };

const decideOpen = ({ attempt, repeat }: Trial, claim: Claim, emissions: readonly Emission[]): Decision => {
  if (attempt < claim.attempt) return superseded;
  if (attempt === claim.attempt) return resend(emissions);
  // The attempt before had begun, or it would not be recorded: asking is cheap, and safer than believing.
  return { kind: 'take', probe: repeat === 'probe' && claim.attempt > 0, exhausted: false };
};

const decideLeased = ({ attempt, replayed, repeat, attempts }: Trial, claim: Claim): Decision => {
  if (attempt < claim.attempt) return superseded;
  if (!claim.leaseOver) return { kind: 'wait', ms: claim.leaseLeftMs };
  const later = attempt > claim.attempt;
  // An operator who replays it has decided that it may be repeated.
  if (repeat === 'never')
    return later && replayed ? { kind: 'take', probe: false, exhausted: false } : { kind: 'uncertain' };
  return { kind: 'take', probe: repeat === 'probe', exhausted: later && attempt > attempts };
};
