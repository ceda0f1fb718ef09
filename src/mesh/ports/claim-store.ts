import type { MeshEvent } from '../../contracts/event';

/** What is to be sent because of an attempt; sending it again does no harm, for ids are derived. */
export interface Emission {
  event: MeshEvent;
  /** Milliseconds since the epoch: by the delay queue, not before then; absent: at once. */
  notBefore?: number;
}

export type ClaimOutcome = 'completed' | 'failed' | 'expired' | 'retrying' | 'dead';

export interface SettledClaim {
  kind: 'settled';
  /** `completed`, `failed` and `expired` are final for the task; after `retrying` and `dead` a later attempt may claim. */
  outcome: ClaimOutcome;
  emissions: readonly Emission[];
}

export type ClaimState =
  | { kind: 'leased' }
  | SettledClaim
  /** The run was cancelled or expired: no attempt of the task may start its effect any more. */
  | { kind: 'void' };

/** What stood in the place of a void, the first time that it was made. */
export type Stood = { kind: 'leased' } | { kind: 'settled'; outcome: ClaimOutcome };

export interface Claim {
  task: string;
  /** The attempt that has it. One before the first to be made says that nothing was begun: a claim that was given back. */
  attempt: number;
  state: ClaimState;
  /** Judged by the store's clock, not by the machine's. */
  leaseOver: boolean;
  /** By the store's clock, milliseconds until the lease is over; 0 when it is. */
  leaseLeftMs: number;
  etag: string;
}

export interface ClaimRequest {
  task: string;
  attempt: number;
  leaseMs: number;
  /**
   * Who asks, unlike anybody else: a leased row of the same holder and attempt is the holder's own earlier write,
   * whose answer was lost.
   */
  holder: string;
}

/** `leaseLeftMs` is less than what was asked for when the claim is the holder's own from an earlier call. */
export type Claimed =
  { kind: 'claimed'; etag: string; leaseLeftMs: number } | { kind: 'known'; claim: Claim };
export type Taken = { kind: 'claimed'; etag: string } | { kind: 'lost' };
export type Settled = { kind: 'settled' } | { kind: 'lost' };

export interface Settlement {
  task: string;
  etag: string;
  attempt: number;
  state: SettledClaim;
}

/**
 * The idempotency log: who performs which task, and what came of it. The key is the task's id alone.
 * All methods take batches and answer in their order; a store that does not answer throws PlatformError, and then the
 * same call may be made again: what it had written already counts as done, as does an own write whose answer was lost.
 */
export interface ClaimStore {
  /** Inserts; a task that is there already is `known`. */
  claim(requests: readonly ClaimRequest[]): Promise<readonly Claimed[]>;
  /** Takes over a known claim (or prolongs an own one) by its ETag, with a new lease; `lost` when somebody else was first. */
  take(claim: Pick<Claim, 'etag'>, request: ClaimRequest): Promise<Taken>;
  /** Writes what came of a claim, by its ETag: a holder that lost its lease to another is `lost`. */
  settle(items: readonly Settlement[]): Promise<readonly Settled[]>;
  /**
   * Keeps every further attempt from beginning: writes `void` where no claim is, and over one that a later attempt could
   * take (`retrying`, `dead`, or a lease that is over). What is final stays, and so does a lease that is not over: its
   * holder may still settle it, but nobody takes it over. Answers what stood there; `undefined` where nothing had begun.
   * Doing it again answers the same, but for a holder that has gone on meanwhile.
   */
  void(tasks: readonly string[]): Promise<readonly (Stood | undefined)[]>;
}
