import { PlatformError } from '../../contracts/errors';
import type { Clock, Random } from '../ports/clock';
import type { Log } from '../ports/log';
import { backoffMs } from './backoff';

export interface PatienceDeps {
  clock: Clock;
  random: Random;
  log: Log;
}

/** Asks a port, and asks again while it does not answer. */
export type Patient = <T>(what: string, ask: () => Promise<T>) => Promise<T>;

const BACKOFF = { baseMs: 200, capMs: 5_000 };
/** However late it is, a short disturbance does not cost a batch. */
const TRIES_AT_LEAST = 3;

/**
 * Repeats what a store, the broker or a queue did not answer, until the instant (milliseconds).
 * @throws PlatformError when they still do not: the batch is delivered again
 */
export const patience =
  ({ clock, random, log }: PatienceDeps, until: number): Patient =>
  async (what, ask) => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await ask();
      } catch (error) {
        const waitMs = backoffMs(tries, random, BACKOFF);
        if (tries >= TRIES_AT_LEAST && clock.now() + waitMs > until) throw platformFault(what, error);
        log.warn('the platform did not answer, and is asked again', {
          what,
          tries,
          waitMs,
          error: String(error),
        });
        await clock.sleep(waitMs);
      }
    }
  };

const platformFault = (what: string, error: unknown): PlatformError =>
  error instanceof PlatformError
    ? error
    : new PlatformError(`could not ${what}: ${String(error)}`, { cause: error });
