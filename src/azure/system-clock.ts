import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../mesh/ports/clock';

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    await sleep(ms, undefined, signal && { signal });
  },
  timeout: (ms, parent) => {
    const own = new AbortController();
    const timer = setTimeout(
      () => own.abort(new DOMException(`no answer within ${ms} ms`, 'TimeoutError')),
      ms,
    );
    return {
      signal: parent ? AbortSignal.any([own.signal, parent]) : own.signal,
      clear: () => clearTimeout(timer),
    };
  },
};
