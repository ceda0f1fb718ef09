import type { MeshEvent } from '../../contracts/event';

/** What is to be sent because of an attempt; sending it again does no harm, for ids are derived. */
export interface Emission {
  event: MeshEvent;
  /** Milliseconds since the epoch: by the delay queue, not before then; absent: at once. */
  notBefore?: number;
}

export type ClaimState =
  | { kind: 'leased' }
  /** `completed`, `failed` and `expired` are final for the task; after `retrying` and `dead` a later attempt may claim. */
  | {
      kind: 'settled';
      outcome: 'completed' | 'failed' | 'expired' | 'retrying' | 'dead';
      emissions: readonly Emission[];
    }
  /** The run was cancelled or expired before the task was claimed: its effect must not start. */
  | { kind: 'void' };

export interface Claim {
  task: string;
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
}

export type Claimed = { kind: 'claimed'; etag: string } | { kind: 'known'; claim: Claim };
export type Settled = { kind: 'settled' } | { kind: 'lost' };

/**
 * The idempotency log: who performs which task, and what came of it. The key is the task's id alone.
 * All methods take batches and answer in their order; a store that does not answer throws PlatformError;
 * an own write whose answer was lost counts as done (rows carry the writer's nonce).
 */
export interface ClaimStore {
  /** Inserts; a task that is there already is `known`. */
  claim(requests: readonly ClaimRequest[]): Promise<readonly Claimed[]>;
  /** Takes over a known claim by its ETag, for this attempt and with a new lease; `lost` when somebody else was first. */
  take(claim: Claim, request: ClaimRequest): Promise<{ kind: 'claimed'; etag: string } | { kind: 'lost' }>;
  /** Writes what came of a claim, by its ETag: a holder that lost its lease to another is `lost`. */
  settle(
    items: readonly {
      task: string;
      etag: string;
      attempt: number;
      state: ClaimState & { kind: 'settled' };
    }[],
  ): Promise<readonly Settled[]>;
  /** Inserts `void` where no claim is; answers what stood there: `undefined` where the void is new. */
  void(tasks: readonly string[]): Promise<readonly (ClaimState | undefined)[]>;
}
