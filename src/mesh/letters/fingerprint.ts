import { hash } from 'node:crypto';

export interface Failed {
  stage: string;
  code: string;
  type?: string | undefined;
  skill?: string | undefined;
  message: string;
}

/** What differs between failures that are alike, in the order in which it is taken out. */
const PARTICULARS: readonly (readonly [RegExp, string])[] = [
  [/"[^"]*"|`[^`]*`|(?<!\w)'[^']*'(?!\w)|„[^“]*“|“[^”]*”/g, '<text>'],
  [/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi, '<id>'],
  [/\b(?=[0-9a-f]*\d)[0-9a-f]{8,}\b/gi, '<id>'],
  [/[+-]?\d+(?:[.,:]\d+)*/g, '<number>'],
  [/\s+/g, ' '],
];

/** A message without its particulars: two that differ only in ids, figures and quoted values become the same. */
export const normalised = (message: string): string =>
  PARTICULARS.reduce((text, [pattern, name]) => text.replace(pattern, name), message).trim();

/** Groups dead letters that failed alike, whatever they carried: 16 hexadecimal digits. */
export const fingerprintOf = ({ stage, code, type = '', skill = '', message }: Failed): string =>
  hash('sha256', JSON.stringify([stage, code, type, skill, normalised(message)])).slice(0, 16);
