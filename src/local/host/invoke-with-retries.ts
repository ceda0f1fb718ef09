import { setTimeout as wait } from 'node:timers/promises';
import type { Outcome, RetryContext, RetryOptions } from './invocation';
import { retryDelayMs } from './retry-policy';

export interface RetryingOptions {
  policy: RetryOptions | undefined;
  /** Aborted when the host stops or the partition is lost: then no further try is made. */
  signal: AbortSignal;
  random?: () => number;
}

/** What came of a call and its repetitions; `abandoned` is neither: whoever comes next starts over. */
export type RetriedOutcome = Outcome | { kind: 'abandoned' };

/** One try. The first has no retry context. */
export type Attempt = (retryContext?: RetryContext) => Promise<Outcome>;

/**
 * Tries until it succeeds or the function's retry policy is spent. The count is in memory: it starts over with the host,
 * as the platform's does.
 */
export const invokeWithRetries = async (
  attempt: Attempt,
  { policy, signal, random = Math.random }: RetryingOptions,
): Promise<RetriedOutcome> => {
  let retryContext: RetryContext | undefined;
  for (let retry = 1; ; retry++) {
    const outcome = await attempt(retryContext);
    if (outcome.kind === 'succeeded') return outcome;
    if (outcome.cause === 'stopping') return { kind: 'abandoned' };
    const delay = retryDelayMs(policy, retry, random());
    if (delay === undefined) return outcome;
    if (signal.aborted || !(await waited(delay, signal))) return { kind: 'abandoned' };
    retryContext = {
      retryCount: retry,
      maxRetryCount: policy?.maxRetryCount ?? 0,
      exception: exceptionOf(outcome),
    };
  }
};

const waited = (delay: number, signal: AbortSignal): Promise<boolean> =>
  wait(delay, true, { signal }).catch(() => false);

const exceptionOf = ({ message, stack }: { message: string; stack?: string }) => ({
  message,
  source: '',
  ...(stack && { stackTrace: stack }),
});
