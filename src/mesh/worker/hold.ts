import type { Claim, ClaimRequest, ClaimStore } from '../ports/claim-store';
import { gather } from './gather';
import type { Patient } from './patience';
import { lastsMs } from './long';
import type { Skill } from './skill';

export interface Lease {
  etag: string;
  /** By the worker's clock, and never later than by the store's. */
  leaseEnds: number;
}

/** Whose a task is, as far as the worker that asked knows: `fresh` is ours, and nothing was begun. */
export type Hold = ({ kind: 'fresh' } & Lease) | { kind: 'known'; claim: Claim };

/** How long a skill has a task to itself: its time, that of its probe, and something for what comes around it. */
export const leaseMsOf = (skill: Skill, graceMs: number): number => lastsMs(skill) + graceMs;

/**
 * The holders of claims that were asked for and not begun, by the attempt's id. They outlive a batch that failed: when
 * it is delivered again they are still ours, and what nobody has begun must not look as if somebody had.
 */
export interface Unbegun {
  get(id: string): string | undefined;
  set(id: string, holder: string): unknown;
  delete(id: string): boolean;
}

export interface HoldDeps {
  claims: ClaimStore;
  now: () => number;
  patient: Patient;
  unbegun: Unbegun;
  /** A name that nobody else has, anywhere, at any time. */
  newHolder: () => string;
}

export interface HoldRequest extends Omit<ClaimRequest, 'holder'> {
  /** The attempt's id. */
  id: string;
}

export interface Holding {
  /** Claims a task; those that ask at the same time are claimed together. */
  hold(request: HoldRequest): Promise<Hold>;
  /**
   * Takes a claim over, or prolongs an own one; undefined when somebody else was first. `asFresh` says that, once it is
   * taken, the task may be performed without asking first what became of it.
   */
  take(etag: string, request: HoldRequest, how: { asFresh: boolean }): Promise<Lease | undefined>;
  /** From here on the effect may happen. */
  begin(id: string): void;
}

export const holding = ({ claims, now, patient, unbegun, newHolder }: HoldDeps): Holding => {
  const claim = gather(async (requests: readonly ClaimRequest[]): Promise<readonly Hold[]> => {
    const asked = now();
    const answers = await patient('claim tasks', () => claims.claim(requests));
    return answers.map((answer): Hold =>
      answer.kind === 'known'
        ? answer
        : { kind: 'fresh', etag: answer.etag, leaseEnds: asked + answer.leaseLeftMs },
    );
  });

  const holderOf = (id: string): string => unbegun.get(id) ?? newHolder();

  return {
    hold: async ({ id, ...request }) => {
      const holder = holderOf(id);
      unbegun.set(id, holder);
      const answer = await claim({ ...request, holder });
      if (answer.kind === 'known') unbegun.delete(id);
      return answer;
    },
    take: async (etag, { id, ...request }, { asFresh }) => {
      const asked = now();
      const holder = holderOf(id);
      if (asFresh) unbegun.set(id, holder);
      const taken = await patient('take a claim', () => claims.take({ etag }, { ...request, holder }));
      if (taken.kind === 'lost') unbegun.delete(id);
      return taken.kind === 'lost' ? undefined : { etag: taken.etag, leaseEnds: asked + request.leaseMs };
    },
    begin: (id) => void unbegun.delete(id),
  };
};
