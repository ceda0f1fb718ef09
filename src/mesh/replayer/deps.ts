import type { MeshEvent } from '../../contracts/event';
import type { LetterPolicy } from '../letters/fold-letter';
import type { Clock } from '../ports/clock';
import type { ContentStore } from '../ports/content-store';
import type { LetterStore } from '../ports/letter-store';
import type { Log } from '../ports/log';
import type { Publisher } from '../ports/publisher';
import type { ReplayStore } from '../ports/replay-store';
import type { RunStore } from '../ports/run-store';

/** Times in milliseconds. */
export interface ReplayLimits {
  /** Letters that one tick may bring back by itself; 0 switches that off. */
  automatic: number;
  /** Letters a second of replays that the timer made. */
  automaticPerSecond: number;
  /** How long a tick may send. */
  budgetMs: number;
  /** When a letter that was sent is first looked after, and at most how seldom later. */
  watchMs: number;
  watchAtMostMs: number;
  /** A letter that has no run, and did not come back for so long, was delivered. */
  deliveredAfterMs: number;
  /** A letter whose run is still blocked after so long is sent again, under the same ids. */
  resendAfterMs: number;
}

export const REPLAY_LIMITS: ReplayLimits = {
  automatic: 100,
  automaticPerSecond: 20,
  budgetMs: 4_000,
  watchMs: 2_000,
  watchAtMostMs: 300_000,
  deliveredAfterMs: 600_000,
  resendAfterMs: 3_600_000,
};

export interface ReplayerDeps {
  letters: LetterStore;
  replays: ReplayStore;
  runs: Pick<RunStore, 'load'>;
  publisher: Publisher;
  contents: ContentStore;
  clock: Pick<Clock, 'now' | 'sleep'>;
  log: Log;
  policy: LetterPolicy;
  limits: ReplayLimits;
  /** Why an event is not to come back any more; undefined where it may. Absent: all may. */
  staysAway?: (event: MeshEvent) => Promise<string | undefined>;
}
