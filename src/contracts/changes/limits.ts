import type { Conjunction, Node } from './atom';
import { kindsOf, type Kind } from './kinds';

/** The words that limit from below or above, and the kinds of values they rule. */
export const LIMITS = {
  minLength: { side: 'low', kinds: ['string'] },
  maxLength: { side: 'high', kinds: ['string'] },
  minItems: { side: 'low', kinds: ['array'] },
  maxItems: { side: 'high', kinds: ['array'] },
  minimum: { side: 'low', kinds: ['integer', 'fraction'] },
  maximum: { side: 'high', kinds: ['integer', 'fraction'] },
  exclusiveMinimum: { side: 'low', kinds: ['integer', 'fraction'] },
  exclusiveMaximum: { side: 'high', kinds: ['integer', 'fraction'] },
} as const satisfies Record<string, { side: 'low' | 'high'; kinds: readonly Kind[] }>;
export type Limit = keyof typeof LIMITS;
export const LIMIT_WORDS = Object.keys(LIMITS) as Limit[];

/** A limit as a number that grows as the limit gets tighter, and whether the number itself is outside. */
interface Bound {
  tightness: number;
  open: boolean;
}

const RIVALS: Readonly<Partial<Record<Limit, Limit>>> = {
  minimum: 'exclusiveMinimum',
  exclusiveMinimum: 'minimum',
  maximum: 'exclusiveMaximum',
  exclusiveMaximum: 'maximum',
};

const boundOf = (node: Node, word: Limit, integers: boolean): Bound | undefined => {
  const value = node[word];
  if (typeof value !== 'number') return undefined;
  const tightness = LIMITS[word].side === 'low' ? value : -value;
  const open = word.startsWith('exclusive');
  if (!integers) return { tightness, open };
  // Among integers a limit that is outside is the same as the next integer inside.
  return { tightness: open ? Math.floor(tightness) + 1 : Math.ceil(tightness), open: false };
};

const isAsTight = (one: Bound, other: Bound): boolean =>
  one.tightness > other.tightness || (one.tightness === other.tightness && (one.open || !other.open));

/** No text and no list is shorter than nothing. */
const isNoLimit = (word: Limit, bound: Bound): boolean =>
  (word === 'minLength' || word === 'minItems') && bound.tightness <= 0;

/** Whether all that fits the conjunction keeps this limit of a node. */
export const keepsLimit = (narrow: Conjunction, node: Node, word: Limit): boolean => {
  const integers = !kindsOf(narrow).includes('fraction');
  const asked = boundOf(node, word, integers);
  if (!asked || isNoLimit(word, asked)) return true;
  const given = narrow
    .flatMap((atom) => [word, RIVALS[word] ?? word].map((one) => boundOf(atom.node, one, integers)))
    .filter((bound) => bound !== undefined);
  return given.some((bound) => isAsTight(bound, asked));
};

/** Whether one value keeps this limit. */
export const valueKeepsLimit = (value: unknown, node: Node, word: Limit): boolean => {
  const limit = node[word];
  const size = sizeOf(value, word);
  if (typeof limit !== 'number' || size === undefined) return true;
  if (word === 'exclusiveMinimum') return size > limit;
  if (word === 'exclusiveMaximum') return size < limit;
  return LIMITS[word].side === 'low' ? size >= limit : size <= limit;
};

const sizeOf = (value: unknown, word: Limit): number | undefined => {
  if (word.endsWith('Length')) return typeof value === 'string' ? Array.from(value).length : undefined;
  if (word.endsWith('Items')) return Array.isArray(value) ? value.length : undefined;
  return typeof value === 'number' ? value : undefined;
};
