import { setTimeout as sleep } from 'node:timers/promises';
import { AwayError, type Client } from './client';
import { standsStill, type RunView } from './run-view';

const EVERY_MS = 200;
const SELDOM_MS = 5_000;
/** Of the mesh's time, whoever watches takes a tenth at most: a replay of thousands of letters is not told in a moment. */
const SHARE = 10;
/** Who watches while a part is killed and started again should not be told to start over. */
const PATIENCE_MS = 60_000;

/** Asks, and asks again while the mesh is away. @throws AwayError when it stays away */
export const askPatiently = async <T>(ask: () => Promise<T>): Promise<T> => {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof AwayError) || performance.now() > end) throw error;
      await sleep(EVERY_MS);
    }
  }
};

/** How long to wait after an answer that took so long; milliseconds. */
export const pauseAfter = (tookMs: number): number => Math.min(SELDOM_MS, Math.max(EVERY_MS, SHARE * tookMs));

/** Asks until nothing more is to come, and shows each answer. */
export const until = async <T>(
  ask: () => Promise<T>,
  { done, show }: { done: (value: T) => boolean; show: (value: T) => void },
): Promise<T> => {
  for (;;) {
    const asked = performance.now();
    const value = await askPatiently(ask);
    show(value);
    if (done(value)) return value;
    await sleep(pauseAfter(performance.now() - asked));
  }
};

/** Follows a run until it ends or somebody must act. */
export const watch = (
  client: Pick<Client, 'get'>,
  path: string,
  show: (run: RunView) => void,
): Promise<RunView> => until(() => client.get<RunView>(path), { done: standsStill, show });
