import { isUtf8 } from 'node:buffer';
import { LIMITS } from '../limits';

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_ARRAY = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

export interface JsonLimits {
  /** Levels of nesting. */
  depth: number;
  /** Entries of one array, and members of one object. */
  entries: number;
  /** Entries and members of all of them together: what it costs to build them grows with it. */
  values: number;
}

export interface JsonScan {
  /** Levels of nesting; 0 for a bare value. */
  depth: number;
  /** Entries of the widest array or object. */
  entries: number;
  /** Where the outermost array or object is divided: offsets of its opening bracket, its commas, its closing bracket. */
  marks: readonly number[];
}

export type Scanned = { ok: true; scan: JsonScan } | { ok: false; message: string };

/** Index of the quote that ends the string which starts before `at`; the length where none does. */
const endOfString = (bytes: Uint8Array, at: number): number => {
  let index = at;
  while (index < bytes.length && bytes[index] !== QUOTE) index += bytes[index] === BACKSLASH ? 2 : 1;
  return index;
};

const tooMany = ({ values }: JsonLimits): Scanned => ({
  ok: false,
  message: `has more than ${values} values`,
});

/**
 * Measures JSON in one pass over its bytes, before anything is built from it: what is too deep or too wide costs next
 * to nothing. It does not check the syntax; `JSON.parse` does.
 */
export const scanJson = (bytes: Uint8Array, limits: JsonLimits = LIMITS): Scanned => {
  const commas = new Int32Array(limits.depth + 1);
  const marks: number[] = [];
  let depth = 0;
  let deepest = 0;
  let widest = 0;
  let values = 0;
  for (let at = 0; at < bytes.length; at++) {
    switch (bytes[at]) {
      case QUOTE:
        at = endOfString(bytes, at + 1);
        break;
      case OPEN_ARRAY:
      case OPEN_OBJECT:
        if (++depth > limits.depth)
          return { ok: false, message: `is nested deeper than ${limits.depth} levels` };
        if (++values > limits.values) return tooMany(limits);
        if (depth === 1) marks.push(at);
        deepest = Math.max(deepest, depth);
        commas[depth] = 0;
        break;
      case COMMA:
        if (depth === 0) break;
        if (++values > limits.values) return tooMany(limits);
        if (depth === 1) marks.push(at);
        widest = Math.max(widest, ++commas[depth]! + 1);
        if (widest > limits.entries)
          return { ok: false, message: `has a list or object with more than ${limits.entries} entries` };
        break;
      case CLOSE_ARRAY:
      case CLOSE_OBJECT:
        if (depth === 1) marks.push(at);
        depth = Math.max(0, depth - 1);
        break;
    }
  }
  return { ok: true, scan: { depth: deepest, entries: widest, marks } };
};

export type ReadJson =
  | { ok: true; value: unknown; scan: JsonScan }
  | { ok: false; kind: 'too-large' | 'not-json'; message: string };

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** Reads JSON strictly: UTF-8 without faults, within limits. */
export const readJson = (bytes: Uint8Array, limits: JsonLimits = LIMITS): ReadJson => {
  const scanned = scanJson(bytes, limits);
  if (!scanned.ok) return { ok: false, kind: 'too-large', message: scanned.message };
  if (!isUtf8(bytes)) return { ok: false, kind: 'not-json', message: 'is not UTF-8' };
  try {
    return { ok: true, value: JSON.parse(UTF8.decode(bytes)) as unknown, scan: scanned.scan };
  } catch (error) {
    return { ok: false, kind: 'not-json', message: `is not JSON: ${(error as Error).message}` };
  }
};
