/** A length of time as authors write it: `250ms`, `10s`, `2m`, `1h`. */
export type Duration = `${number}ms` | `${number}s` | `${number}m` | `${number}h`;

const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;
const DURATION = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/;

const read = (text: string): number => {
  const match = DURATION.exec(text);
  return match ? Number(match[1]) * UNITS[match[2] as keyof typeof UNITS] : 0;
};

/** Whether the text is a length of time, and not nothing. */
export const isDuration = (text: string): text is Duration => read(text) > 0;

/** Milliseconds of a duration. @throws Error for what is none, or is nothing */
export const millisecondsOf = (duration: Duration): number => {
  const ms = read(duration);
  if (ms <= 0) throw new Error(`'${duration}' is no duration: write it like '250ms', '10s', '2m' or '1h'`);
  return Math.round(ms);
};
