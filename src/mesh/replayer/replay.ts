/** Which letters a replay takes; all that is given must hold. */
export interface Selection {
  ids?: readonly string[];
  fingerprint?: string;
  type?: string;
  /** By when they became dead letters; milliseconds since the epoch, both included. */
  from?: number;
  to?: number;
}

/** `extend`: by the time that the event lay as a dead letter. */
export type DeadlineRule = 'keep' | 'extend' | 'drop';

export interface ReplayOptions {
  /** Letters sent in a second, at most. */
  perSecond: number;
  /** Seconds over which the rate rises from one letter a second. */
  rampSeconds?: number;
  deadline: DeadlineRule;
  /** JSON Merge Patch on the data of each event. */
  edit?: unknown;
}

/** Letters being brought back: a set that was frozen when the replay was made. Times are milliseconds since the epoch. */
export interface Replay {
  v: 1;
  id: string;
  tenant: string;
  by: { type: 'user' | 'app' | 'timer'; id: string };
  createdAt: number;
  select: Selection;
  options: ReplayOptions;
  /** Letters in the set. */
  total: number;
  /** Place of the first letter that is not done with. */
  next: number;
  stoppedAt?: number;
}

export const isActive = ({ next, total, stoppedAt }: Replay): boolean =>
  stoppedAt === undefined && next < total;

/**
 * What became of one letter of a replay. `sent` may still be on its way; `completed`, `failed`, `expired` and
 * `cancelled` are how its run ended; `delivered` has no run and did not come back; `dead-lettered` came back,
 * and `parked` did so too often; `refused` was not sent, for a reason.
 */
export type ItemState =
  | 'pending'
  | 'sent'
  | 'completed'
  | 'failed'
  | 'expired'
  | 'cancelled'
  | 'delivered'
  | 'dead-lettered'
  | 'parked'
  | 'refused';

export interface ReplayItem {
  /** Place in the set. */
  index: number;
  letter: string;
  state: ItemState;
  reason?: string;
}
