/** Time and waiting, in milliseconds. */
export interface Clock {
  now(): number;
  /** Resolves after the time, or rejects with the signal's reason. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** A signal that aborts with a TimeoutError after the time, or when the parent does; `clear` when it is no longer needed. */
  timeout(ms: number, parent?: AbortSignal): { signal: AbortSignal; clear(): void };
}

/** A number in [0, 1), as `Math.random` gives. */
export type Random = () => number;
