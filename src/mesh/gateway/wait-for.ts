import type { Clock } from '../ports/clock';

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;

/** Looks again and again, less and less often, until what it sees is `done` or the time is up; answers what it saw last. */
export const waitFor = async <T>(
  look: () => Promise<T>,
  { done, waitMs, clock }: { done: (seen: T) => boolean; waitMs: number; clock: Clock },
): Promise<T> => {
  const until = clock.now() + waitMs;
  let pause = FIRST_PAUSE_MS;
  for (;;) {
    const seen = await look();
    const left = until - clock.now();
    if (done(seen) || left <= 0) return seen;
    await clock.sleep(Math.min(pause, left));
    pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS);
  }
};
