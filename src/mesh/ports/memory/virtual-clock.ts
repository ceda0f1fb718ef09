import type { Clock } from '../clock';

export interface VirtualClock extends Clock {
  /** Moves time on; what falls due on the way happens at its time, and what follows from it before time goes on. */
  advance(ms: number): Promise<void>;
  /** When the next sleeper wakes or the next time-out strikes; undefined when nobody waits. */
  next(): number | undefined;
}

interface Timer {
  at: number;
  fire(): void;
}

/** Lets everything that can go on without time go on. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

const timedOut = () => new DOMException('The operation timed out', 'TimeoutError');

/** Time that passes only when it is told to. */
export const virtualClock = (start = Date.UTC(2026, 0, 1)): VirtualClock => {
  let now = start;
  const timers = new Set<Timer>();
  const after = (ms: number, fire: () => void): (() => void) => {
    const timer: Timer = { at: now + Math.max(0, ms), fire: () => (timers.delete(timer), fire()) };
    timers.add(timer);
    return () => void timers.delete(timer);
  };
  const first = (): Timer | undefined =>
    [...timers].reduce<Timer | undefined>((a, b) => (a && a.at <= b.at ? a : b), undefined);
  return {
    now: () => now,
    next: () => first()?.at,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const stop = after(ms, () => {
          signal?.removeEventListener('abort', abort);
          resolve();
        });
        const abort = () => {
          stop();
          reject(signal?.reason);
        };
        signal?.addEventListener('abort', abort, { once: true });
      }),
    timeout: (ms, parent) => {
      const own = new AbortController();
      const clear = after(ms, () => own.abort(timedOut()));
      const signal = parent ? AbortSignal.any([own.signal, parent]) : own.signal;
      return { signal, clear };
    },
    advance: async (ms) => {
      const until = now + ms;
      await settled();
      for (let timer = first(); timer && timer.at <= until; timer = first()) {
        now = timer.at;
        timer.fire();
        await settled();
      }
      now = until;
    },
  };
};
