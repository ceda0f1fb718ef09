import { PlatformError } from '../../contracts/errors';
import { toStructured } from '../../contracts/envelope';
import type { ReceivedBatch } from '../batch/received';
import type { DelayQueue } from '../ports/delay-queue';
import { buryMessage, readMessage, type BuryDeps } from './delayed';
import type { Log } from '../ports/log';

export interface PerformLongDeps extends BuryDeps {
  /** The queue that the message came by. */
  longTasks: DelayQueue;
  /** Performs the tasks of a batch, however long they last. */
  work: (batch: ReceivedBatch) => Promise<void>;
  log: Log;
}

/** Where long tasks come from, as letters tell it. */
export const LONG_TASKS = 'long-tasks';
/** While the platform is away, it is asked this often. */
const PLATFORM_AWAY_MS = 15_000;

/**
 * Performs one task from the queue of those that last. A platform that is away costs the message nothing: it waits on.
 * Give it what the queue delivered, as text or parsed.
 */
export const performLong =
  (deps: PerformLongDeps) =>
  async (message: unknown): Promise<void> => {
    const { work, longTasks, clock, log } = deps;
    const found = await readMessage(deps.contents, message);
    if ('fault' in found) return buryMessage(deps, message, { reason: found.fault, hub: LONG_TASKS });
    const { event } = found;
    const received = {
      body: toStructured(event),
      properties: {},
      sequence: -1,
      offset: '',
      enqueuedAt: clock.now(),
    };
    try {
      await work({ hub: LONG_TASKS, group: '', partition: '', events: [received] });
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error;
      log.warn('a long task could not be settled, and waits on', { event: event.id, error: String(error) });
      await longTasks.send([{ event, notBefore: clock.now() + PLATFORM_AWAY_MS }]);
    }
  };
