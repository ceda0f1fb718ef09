import type { RetryOptions } from './invocation';

/**
 * How long to wait before a try, by the function's policy.
 * @param retry 1 for the first repetition
 * @param random from 0 to 1: exponential delays vary by a fifth, so that many partitions do not come back at once
 * @returns milliseconds, or undefined where the policy allows no further try
 */
export const retryDelayMs = (
  policy: RetryOptions | undefined,
  retry: number,
  random: number,
): number | undefined => {
  if (!policy) return undefined;
  if (policy.maxRetryCount !== -1 && retry > policy.maxRetryCount) return undefined;
  if (policy.retryStrategy === 'fixedDelay') return seconds(policy.delayInterval);
  const least = seconds(policy.minimumInterval);
  const most = seconds(policy.maximumInterval);
  const growth = (2 ** Math.min(retry - 1, 30) - 1) * 1000 * (0.8 + 0.4 * random);
  return Math.min(least + growth, most);
};

const seconds = (interval: { seconds: number } | undefined): number => (interval?.seconds ?? 0) * 1000;
