import { hasEnded, type Run } from '../planner/run';
import { journalOf, viewRun } from '../planner/view';
import type { Clock } from '../ports/clock';
import type { Log } from '../ports/log';
import type { RunStore, StoredRun } from '../ports/run-store';
import { comeAgain, HEARTBEAT, sentEvent } from './sse';

export interface FollowDeps {
  runs: Pick<RunStore, 'etag'>;
  clock: Clock;
  log: Log;
}

export interface Followed {
  id: string;
  /** Reads the run, for whoever follows it. */
  load: () => Promise<StoredRun | undefined>;
  /** The run as it was when the stream was asked for; undefined while it is on its way. */
  first: StoredRun | undefined;
  /** Number of the last entry that the caller has; 0 for none. */
  after: number;
  /** Where to see the run. */
  link: string;
  /** Aborts when the caller has gone. */
  signal: AbortSignal | undefined;
}

/** `id` of the last event of a stream: whoever has it has everything. */
export const END = 'end';

/** All in milliseconds. A run that moves is looked at often, one that rests seldom. */
export const PACE = {
  firstPause: 100,
  longestPause: 2_000,
  /** Those in between close what is silent for longer than 15 seconds. */
  heartbeat: 10_000,
  /** The platform ends what lasts longer than 230 seconds: we do so before, and the caller goes on where it was. */
  longest: 200_000,
  retry: 2_000,
  retryAtOnce: 100,
} as const;

const endOf = (run: Run, link: string): string => {
  const { runId, type, status, endedAt, failure, reason } = viewRun(run);
  const data = {
    runId,
    type,
    status,
    endedAt,
    ...(failure && { failure }),
    ...(reason !== undefined && { reason }),
    link,
  };
  return sentEvent({ id: END, event: `${type}.${status}`, data });
};

/** Tells what a reader has not heard yet. */
const newsOf = (run: Run, after: number) =>
  journalOf(run)
    .filter(({ n }) => n > after)
    .map((entry) => ({
      n: entry.n,
      text: sentEvent({ id: String(entry.n), event: entry.in.type, data: entry }),
    }));

/**
 * The journal of a run as server-sent events, entry by entry as they come about, until the run has ended, the caller has
 * gone, or the stream has lasted long enough. It never throws: a caller that hears nothing comes again.
 */
export const followJournal = ({ runs, clock, log }: FollowDeps) =>
  async function* ({ id, load, first, after, link, signal }: Followed): AsyncGenerator<string, void, void> {
    const until = clock.now() + PACE.longest;
    let told = after;
    let seen = first;
    let known = first?.etag;
    let isNews = true;
    let heard = clock.now();
    let pause: number = PACE.firstPause;
    yield comeAgain(PACE.retry);
    try {
      for (;;) {
        if (seen && isNews) {
          for (const { n, text } of newsOf(seen.run, told)) {
            yield text;
            told = n;
            heard = clock.now();
          }
          if (hasEnded(seen.run)) {
            yield endOf(seen.run, link);
            return;
          }
        }
        if (signal?.aborted) return;
        const now = clock.now();
        if (now >= until) {
          yield comeAgain(PACE.retryAtOnce);
          return;
        }
        if (now - heard >= PACE.heartbeat) {
          yield HEARTBEAT;
          heard = now;
        }
        await clock.sleep(Math.min(pause, until - now), signal);
        const etag = await runs.etag(id);
        isNews = etag !== known;
        if (isNews) seen = await load();
        // A run of another tenant is never seen, and need not be read again and again.
        known = isNews ? (seen?.etag ?? etag) : known;
        pause = isNews ? PACE.firstPause : Math.min(pause * 1.5, PACE.longestPause);
      }
    } catch (error) {
      if (signal?.aborted) return;
      log.warn(
        `a stream of run ${id} ended early: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  };
