import { BusinessFailure, RetryableError, TerminalError } from '../../contracts/errors';
import type { Clock } from '../ports/clock';
import type { Log } from '../ports/log';
import type { Reason } from './outcome';
import type { Skill, SkillContext } from './skill';

/** What one try of a skill gave. */
export type Tried =
  | { kind: 'returned'; value: unknown }
  | { kind: 'failed'; reason: Reason }
  | { kind: 'terminal'; reason: Reason }
  /** The skill asked for another try. */
  | { kind: 'retryable'; reason: Reason; retryAfterMs?: number }
  /** The skill threw what it does not explain: with an external effect, nobody knows whether that happened. */
  | { kind: 'unexplained'; reason: Reason }
  /** It may still be running. */
  | { kind: 'timeout'; reason: Reason };

export type Work = (context: SkillContext) => unknown;

/** One try of `work`, under the skill's time-out. Never rejects; work that ignores its signal is left behind. */
export const attempt =
  (clock: Clock) =>
  async (skill: Skill, work: Work, context: Omit<SkillContext, 'signal'>): Promise<Tried> => {
    const time = clock.timeout(skill.timeoutMs);
    const { signal } = time;
    const working = start(work, { ...context, signal });
    try {
      return { kind: 'returned', value: await Promise.race([working, aborted(signal)]) };
    } catch (error) {
      if (!signal.aborted) return triedOf(error);
      leaveBehind(working, context.log, skill);
      return timedOut(skill);
    } finally {
      time.clear();
    }
  };

/** Work that throws before its first await has failed like any other. */
const start = async (work: Work, context: SkillContext): Promise<unknown> => work(context);

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });

const timedOut = ({ name, timeoutMs }: Skill): Tried => ({
  kind: 'timeout',
  reason: { code: 'timeout', message: `${name} gave no answer within ${timeoutMs} ms` },
});

const leaveBehind = (working: Promise<unknown>, log: Log, { name, timeoutMs }: Skill): void => {
  log.warn('a skill ran out of time', { skill: name, timeoutMs });
  working.then(
    () => log.warn('a skill ended after its time was up: it does not heed its signal', { skill: name }),
    () => log.debug('a skill that ran out of time gave up', { skill: name }),
  );
};

const triedOf = (error: unknown): Tried => {
  if (isA(error, BusinessFailure)) return { kind: 'failed', reason: reasonOf(error) };
  if (isA(error, TerminalError)) return { kind: 'terminal', reason: reasonOf(error) };
  if (!isA(error, RetryableError)) return { kind: 'unexplained', reason: unexplained(error) };
  const { retryAfterMs } = error;
  return { kind: 'retryable', reason: reasonOf(error), ...(retryAfterMs !== undefined && { retryAfterMs }) };
};

/** By name too: every bundle has a copy of these classes. */
const isA = <E extends Error>(error: unknown, kind: abstract new (...args: never[]) => E): error is E =>
  error instanceof kind || (error instanceof Error && error.name === kind.name && 'code' in error);

const reasonOf = ({ code, message }: Error & { code: string }): Reason => ({ code, message });

const unexplained = (error: unknown): Reason => ({
  code: 'skill-error',
  message: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
});
