import type { Clock } from '../ports/clock';
import type { Log } from '../ports/log';
import type { Publisher } from '../ports/publisher';
import { tell } from './emissions';
import type { SkillContext } from './skill';
import type { Task } from './task';

/** Only of tasks that last longer is it told that they have started. */
const STARTED_AFTER_MS = 2_000;
/** Between two reports of progress. */
const PROGRESS_EVERY_MS = 1_000;

export interface SignsDeps {
  publisher: Publisher;
  clock: Clock;
  log: Log;
}

export interface SignsOfLife {
  readonly progress: SkillContext['progress'];
  /** Ends the signs; resolves when none is under way, so that none comes after the result. */
  end(): Promise<void>;
}

/** Tells of a task while it is performed. Nothing depends on it: what cannot be sent is not sent. */
export const signsOfLife =
  ({ publisher, clock, log }: SignsDeps) =>
  (task: Task, skill: string): SignsOfLife => {
    let sending: Promise<unknown> = Promise.resolve();
    let ended = false;
    let reports = 0;
    let lastAt = -Infinity;

    const send = (kind: 'started' | 'progressed', data: unknown, nth?: number): void => {
      const event = tell(task, kind, data, clock.now(), nth);
      const refused = (error: unknown) =>
        log.debug('a sign of life was not sent', { task: task.id, error: String(error) });
      sending = sending.then(() => publisher.publish([event])).catch(refused);
    };
    const started = clock.timeout(STARTED_AFTER_MS);
    started.signal.addEventListener('abort', () => send('started', { skill }), { once: true });

    return {
      progress: (fraction, message) => {
        if (ended || !Number.isFinite(fraction) || clock.now() < lastAt + PROGRESS_EVERY_MS) return;
        lastAt = clock.now();
        const text = message?.slice(0, 1_000);
        send(
          'progressed',
          { fraction: Math.min(1, Math.max(0, fraction)), ...(text && { message: text }) },
          (reports += 1),
        );
      },
      end: async () => {
        ended = true;
        started.clear();
        await sending;
      },
    };
  };
