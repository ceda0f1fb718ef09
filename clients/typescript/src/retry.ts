/** When a call that failed is made again. */
export interface RetryPolicy {
  /** Tries in all. */
  tries: number;
  /** Milliseconds before the second try, where the mesh does not say; doubles from try to try. */
  firstMs: number;
  /** Milliseconds that are waited at most: what says to come back later than that has failed. */
  mostMs: number;
}

export const RETRY: RetryPolicy = { tries: 4, firstMs: 500, mostMs: 60_000 };

/** Milliseconds that an answer asks to wait; undefined where it does not say. */
export const retryAfterMs = (headers: Headers, now: number): number | undefined => {
  const value = headers.get('retry-after');
  if (value === null) return undefined;
  if (/^\d+$/.test(value)) return 1000 * Number(value);
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
};

/** Milliseconds to wait before the next try: what the mesh asks for, else exponential with full jitter. */
export const pauseMs = (
  { firstMs, mostMs }: RetryPolicy,
  { failed, asked, random }: { failed: number; asked: number | undefined; random: number },
): number => asked ?? Math.min(mostMs, firstMs * 2 ** (failed - 1)) * random;

/** The mesh refused before it did anything, or could not be asked. */
export const isPassing = (status: number): boolean => [429, 502, 503, 504].includes(status);

/** @throws the signal's reason when it aborts */
export const sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((done, failed) => {
    const abort = () => {
      clearTimeout(timer);
      failed(signal!.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort);
      done();
    }, ms);
    if (signal?.aborted) return abort();
    signal?.addEventListener('abort', abort, { once: true });
  });
