export interface PaceOptions {
  perSecond: number;
  /** Milliseconds, never going back. */
  now: () => number;
  sleep: (ms: number) => Promise<unknown>;
}

/** Called after each so many events: waits until as many may have been sent. */
export const pace = ({ perSecond, now, sleep }: PaceOptions): ((events: number) => Promise<void>) => {
  const start = now();
  let sent = 0;
  return async (events) => {
    sent += events;
    const early = start + (1000 * sent) / perSecond - now();
    if (early > 0) await sleep(early);
  };
};
