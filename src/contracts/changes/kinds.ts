import type { Conjunction } from './atom';

/** The kinds of JSON values, none of which is part of another: a number is an integer or a fraction. */
export const KINDS = ['null', 'boolean', 'object', 'array', 'string', 'integer', 'fraction'] as const;
export type Kind = (typeof KINDS)[number];

export const kindOf = (value: unknown): Kind => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'fraction';
  return typeof value as Kind;
};

const ofType = (type: string): readonly Kind[] =>
  type === 'number' ? ['integer', 'fraction'] : [type as Kind];

/** The kinds that a `type` lets through; all where there is none. */
export const kindsOfType = (type: unknown): readonly Kind[] =>
  type === undefined ? KINDS : ([type].flat() as string[]).flatMap(ofType);

/** The values of `enum` and `const`, where a schema lists them. */
export const listed = (node: Readonly<Record<string, unknown>>): readonly unknown[] | undefined => {
  if (Object.hasOwn(node, 'const')) return [node['const']];
  return node['enum'] as readonly unknown[] | undefined;
};

/** JSON with the members of objects in order, so that equal values have equal texts. */
export const textOf = (value: unknown): string =>
  JSON.stringify(value, (_, one: unknown) =>
    kindOf(one) === 'object'
      ? Object.fromEntries(Object.entries(one as object).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  ) ?? 'undefined';

const typed = (conjunction: Conjunction): readonly Kind[] =>
  KINDS.filter((kind) => conjunction.every(({ node }) => kindsOfType(node['type']).includes(kind)));

/** The only values that fit, where they are listed; perhaps more than fit, never fewer. */
export const valuesOf = (conjunction: Conjunction): readonly unknown[] | undefined => {
  const lists = conjunction.map(({ node }) => listed(node)).filter((values) => values !== undefined);
  const [first, ...others] = lists.map((values) => new Map(values.map((value) => [textOf(value), value])));
  if (!first) return undefined;
  const kinds = typed(conjunction);
  return [...first]
    .filter(([text, value]) => others.every((other) => other.has(text)) && kinds.includes(kindOf(value)))
    .map(([, value]) => value);
};

/** The kinds of values that fit; perhaps more, never fewer. */
export const kindsOf = (conjunction: Conjunction): readonly Kind[] => {
  const values = valuesOf(conjunction);
  return values ? KINDS.filter((kind) => values.some((value) => kindOf(value) === kind)) : typed(conjunction);
};

/** Whether no value fits, for certain. */
export const isNever = (conjunction: Conjunction): boolean => kindsOf(conjunction).length === 0;
