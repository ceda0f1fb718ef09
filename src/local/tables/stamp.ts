/** When a row was written last, in microseconds since 1970; no two writes have the same. */
export type Stamp = number;

/** Gives out stamps. @param now milliseconds since 1970 */
export const stamps = (now: () => number): (() => Stamp) => {
  let last = 0;
  return () => (last = Math.max(now() * 1000, last + 1));
};

// Rows are mostly written and read many to a millisecond.
let cachedMs = NaN;
let cached = { text: '', etag: '' };
const ofMillisecond = (ms: number): typeof cached => {
  if (ms === cachedMs) return cached;
  const text = new Date(ms).toISOString().slice(0, -1);
  cachedMs = ms;
  return (cached = { text, etag: `W/"datetime'${text.replaceAll(':', '%3A')}` });
};

const micros = (stamp: Stamp): string => String(stamp % 1000).padStart(3, '0');

/** As the property Timestamp says it. */
export const timestampOf = (stamp: Stamp): string =>
  `${ofMillisecond(Math.floor(stamp / 1000)).text}${micros(stamp)}0Z`;

/** As the ETag of the row says it. */
export const etagOf = (stamp: Stamp): string =>
  `${ofMillisecond(Math.floor(stamp / 1000)).etag}${micros(stamp)}0Z'"`;

const TICKS = /^(.*?)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)?$/;

/** A time in microseconds, finer than Date knows; NaN for what is none. Without a zone it is UTC. */
export const microsOf = (text: string): number => {
  const [, until = '', fraction = '', zone = 'Z'] = TICKS.exec(text) ?? [];
  return Date.parse(`${until}${zone}`) * 1000 + Number(fraction.slice(0, 6).padEnd(6, '0'));
};

const ETAG = /^W\/"datetime'([^']*)'"$/i;

/** The stamp that an ETag stands for; undefined for one that no row has. */
export const stampOf = (etag: string): Stamp | undefined => {
  const stamp = microsOf((ETAG.exec(etag)?.[1] ?? '').replaceAll(/%3a/gi, ':'));
  return Number.isSafeInteger(stamp) && etagOf(stamp) === etag.replaceAll(':', '%3A') ? stamp : undefined;
};
