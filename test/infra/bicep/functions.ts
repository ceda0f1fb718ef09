import { createHash } from 'node:crypto';
import { isBag, Later, plain, textOf, type Bag } from './values';

type Call = (...values: never[]) => unknown;

const hashOf = (...values: readonly unknown[]): Buffer =>
  createHash('sha256').update(values.map(textOf).join('-')).digest();

/** Of the right length and letters, and the same for the same; not Azure's own hash. */
const uniqueString = (...values: readonly unknown[]): string =>
  [...hashOf(...values).subarray(0, 13)]
    .map((byte) => 'abcdefghijklmnopqrstuvwxyz234567'[byte % 32])
    .join('');

const guid = (...values: readonly unknown[]): string =>
  hashOf(...values)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');

const isEmpty = (value: unknown): boolean => {
  if (value === null || value === undefined) return true;
  if (value instanceof Later) return false;
  if (typeof value === 'string' || Array.isArray(value)) return value.length === 0;
  return isBag(value) && Object.keys(value).length === 0;
};

const union = (first: unknown, ...rest: readonly unknown[]): unknown =>
  Array.isArray(first)
    ? [...new Set([first, ...(rest as unknown[][])].flat())]
    : rest.reduce((all: Bag, one) => merged(all, one as Bag), first as Bag);

const merged = (one: Bag, other: Bag): Bag =>
  Object.fromEntries(
    [...new Set([...Object.keys(one), ...Object.keys(other)])].map((name) => {
      const [a, b] = [one[name], other[name]];
      if (!Object.hasOwn(other, name)) return [name, a];
      return [name, isBag(a) && isBag(b) ? merged(a, b) : b];
    }),
  );

const contains = (whole: string | unknown[] | Bag, part: string): boolean =>
  typeof whole === 'string' || Array.isArray(whole) ? whole.includes(part) : Object.hasOwn(whole, part);

const items = (bag: Bag): readonly { key: string; value: unknown }[] =>
  Object.keys(bag)
    .toSorted()
    .map((key) => ({ key, value: bag[key] }));

/** The functions that the templates use, as the language defines them. https://learn.microsoft.com/azure/azure-resource-manager/bicep/bicep-functions */
export const FUNCTIONS: Readonly<Record<string, Call>> = {
  any: (value: unknown) => value,
  array: (value: unknown) => (Array.isArray(value) ? value : [value]),
  concat: (...values: (string | unknown[])[]) =>
    Array.isArray(values[0]) ? (values as unknown[][]).flat() : values.map(textOf).join(''),
  contains,
  empty: isEmpty,
  endsWith: (text: string, end: string) => text.toLowerCase().endsWith(end.toLowerCase()),
  startsWith: (text: string, start: string) => text.toLowerCase().startsWith(start.toLowerCase()),
  filter: (list: unknown[], is: (...args: unknown[]) => boolean) => list.filter((one, n) => is(one, n)),
  first: (list: string | unknown[]) => list[0],
  last: (list: string | unknown[]) => list.at(-1),
  flatten: (lists: unknown[][]) => lists.flat(),
  guid,
  int: Number,
  bool: (value: unknown) => String(value).toLowerCase() === 'true',
  items,
  join: (list: unknown[], between: string) => list.map(textOf).join(between),
  json: (text: string) => JSON.parse(text) as unknown,
  length: (value: string | unknown[] | Bag) => (isBag(value) ? Object.keys(value) : value).length,
  map: (list: unknown[], to: (...args: unknown[]) => unknown) => list.map((one, n) => to(one, n)),
  mapValues: (bag: Bag, to: (value: unknown) => unknown) =>
    Object.fromEntries(Object.entries(bag).map(([name, value]) => [name, to(value)])),
  max: (...values: number[]) => Math.max(...values.flat()),
  min: (...values: number[]) => Math.min(...values.flat()),
  objectKeys: (bag: Bag) => Object.keys(bag),
  padLeft: (text: unknown, width: number, with_ = ' ') => String(text).padStart(width, with_),
  range: (from: number, count: number) => Array.from({ length: count }, (_, n) => from + n),
  reduce: (list: unknown[], start: unknown, add: (sum: unknown, one: unknown) => unknown) =>
    list.reduce((sum, one) => add(sum, one), start),
  replace: (text: unknown, from: string, to: unknown) => textOf(text).replaceAll(from, textOf(to)),
  // What is not known yet stays whole.
  split: (text: unknown, by: string) => (text instanceof Later ? [text] : textOf(text).split(by)),
  string: (value: unknown) => (typeof value === 'string' ? value : textOf(plain(value))),
  substring: (text: string, from: number, length?: number) => text.substring(from, length && from + length),
  take: (value: string | unknown[], count: number) => value.slice(0, count),
  toLower: (text: unknown) => textOf(text).toLowerCase(),
  toUpper: (text: unknown) => textOf(text).toUpperCase(),
  toObject: (list: unknown[], key: (one: unknown) => string, value = (one: unknown): unknown => one) =>
    Object.fromEntries(list.map((one) => [key(one), value(one)])),
  trim: (text: unknown) => textOf(text).trim(),
  union,
  uniqueString,
  utcNow: () => '2026-11-01T00:00:00Z',
  cidrSubnet: (cidr: string, prefix: number, index: number) => `${cidr}#${prefix}.${index}`,
  format: (text: string, ...values: unknown[]) =>
    text.replace(/\{(\d+)\}/g, (_, n: string) => textOf(values[Number(n)])),
  subscriptionResourceId: (...parts: string[]) => parts.at(-1),
  resourceId: (...parts: string[]) => parts.map(textOf).join('/'),
  fail: (text: string) => {
    throw new Error(text);
  },
};
