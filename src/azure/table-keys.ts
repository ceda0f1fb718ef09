/** Characters that keep their meaning in a key; all others, those that keys may not hold among them, are escaped. */
const PLAIN = /[^A-Za-z0-9_.-]/gu;

/** Text as a part of a key: never `|`, which divides parts, nor anything that Table Storage refuses. */
export const keyPart = (text: string): string =>
  text.replace(PLAIN, (character) => `~${Buffer.from(character, 'utf8').toString('hex')}~`);

const DIGITS = 15;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** A time that sorts as text, the earliest first. */
export const forwards = (ms: number): string => String(Math.trunc(ms)).padStart(DIGITS, '0');
/** A time that sorts as text, the latest first. */
export const backwards = (ms: number): string => forwards(10 ** DIGITS - 1 - Math.trunc(ms));

/** A day or an hour that sorts as text, the latest first. */
export const dayBackwards = (ms: number): string => String(99_999 - Math.floor(ms / DAY_MS)).padStart(5, '0');
export const hourBackwards = (ms: number): string =>
  String(9_999_999 - Math.floor(ms / HOUR_MS)).padStart(7, '0');

/** Sorts after every key that begins with the text. */
export const afterAll = (prefix: string): string => `${prefix}\uffff`;
