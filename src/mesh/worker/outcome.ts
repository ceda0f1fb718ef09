import type { Emission } from '../ports/claim-store';

export interface Reason {
  code: string;
  message: string;
}

/** How one event of a batch ends. */
export type Outcome =
  | { kind: 'completed'; output: unknown }
  | { kind: 'failed'; reason: Reason }
  | { kind: 'expired'; why?: string }
  /** Its next attempt comes later. */
  | { kind: 'retrying'; notBefore: number }
  /** The same event comes back later; nothing was performed, and no attempt is used up. */
  | { kind: 'later'; notBefore: number }
  /** Its time was up and its effect uncertain: it comes back when its lease, which stays, is over. */
  | { kind: 'leased'; notBefore: number; next: 'same' | 'attempt' }
  | { kind: 'dead'; reason: Reason; passing: boolean }
  /** Was settled before: what was recorded then is sent again. */
  | { kind: 'known'; emissions: readonly Emission[] }
  /** It lasts, and is performed from a queue. */
  | { kind: 'moved' }
  /** There is nothing to do. */
  | { kind: 'ignored'; because: 'void' | 'superseded' | 'duplicate' };

export const dead = (code: string, message: string, { passing = false } = {}): Outcome => ({
  kind: 'dead',
  reason: { code, message },
  passing,
});
