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

/** Who gave a command. */
export interface Actor {
  type: 'user' | 'app' | 'timer';
  id: string;
}

export interface ReplayOptions {
  /** Letters sent in a second, at most. */
  perSecond: number;
  /** Seconds over which the rate rises from one letter a second. */
  rampSeconds?: number;
  /** How many letters each step of a ramp sends; the step after the last sends the rest. */
  steps?: readonly number[];
  /** Seconds that a step waits, once it is sent, for outcomes that do not come: a run may wait for a person. */
  stepWaitSeconds?: number;
  /** The replay stops itself when more than this share of the letters that have an outcome failed again. */
  stopWhenFailed?: number;
  /** Outcomes that there must be before that is judged; the end of a step is judged by what there is. */
  stopAfter?: number;
  deadline: DeadlineRule;
  /** JSON Merge Patch on the data of each event. */
  edit?: unknown;
}

/** Letters being brought back: a set that was frozen when the replay was made. Times are milliseconds since the epoch. */
export interface Replay {
  v: 1;
  id: string;
  /** Whose replay it is: that of whoever made it. */
  tenant: string;
  /** Whose letters, where an operator of the mesh brings back those of another tenant. */
  of?: string;
  by: Actor;
  /** Why, for people. */
  reason?: string;
  /** The idempotency key that it was made with and what came with it, as hashes, and what was answered beside the set. */
  named?: {
    name: string;
    body: string;
    more: boolean;
    /** Places in the request's list of ids. */
    unknown: readonly number[];
  };
  createdAt: number;
  select: Selection;
  options: ReplayOptions;
  /** Letters in the set. */
  total: number;
  /** Place of the first letter that is not done with. */
  next: number;
  /** Since when the step that is out is wholly sent, and the next one waits for its outcomes. */
  stepSince?: number;
  stoppedAt?: number;
  /** The replayer (a timer) where it stopped itself. */
  stoppedBy?: Actor;
  stoppedBecause?: string;
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
