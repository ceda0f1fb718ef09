export interface SeldomOptions {
  everyMs: number;
  /** Milliseconds, never going back. */
  now: () => number;
}

/** Whether a line should be shown: not again so soon after it was. A part that tries each moment would bury the rest. */
export const seldom = ({ everyMs, now }: SeldomOptions): ((line: string) => boolean) => {
  const shownAt = new Map<string, number>();
  return (line) => {
    const time = now();
    for (const [old, at] of shownAt) if (time - at >= everyMs) shownAt.delete(old);
    if (shownAt.has(line)) return false;
    shownAt.set(line, time);
    return true;
  };
};
