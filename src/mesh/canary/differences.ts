import {
  atomsOf,
  declaredNames,
  forked,
  itemsOf,
  memberOf,
  type Conjunction,
  type Schemas,
} from '../../contracts/changes/atom';
import { textOf, valuesOf } from '../../contracts/changes/kinds';
import { escaped } from '../../contracts/json-pointer';

/** Where two outputs are not alike. */
export interface Difference {
  /** JSON Pointer; `*` stands for an item of a list, and for a member that the schema does not name. */
  pointer: string;
  kind: 'changed' | 'missing' | 'added';
  /** Both values, only where the schema lists what may stand there: nobody's data is in such a list. */
  told?: { actual: unknown; next: unknown };
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** One of a list that the schema gives, or true or false: nothing of a person is told by it. */
const isListed = (schema: Conjunction, value: unknown): boolean =>
  typeof value === 'boolean' || valuesOf(schema)?.some((one) => textOf(one) === textOf(value)) === true;

/** Of each form that the data may have; what no form names has a name that may tell of a person. */
const namesIn = (schema: Conjunction): readonly string[] =>
  forked(schema)?.flatMap(namesIn) ?? declaredNames(schema);

const different = (
  actual: unknown,
  next: unknown,
  schema: Conjunction,
  pointer: string,
): readonly Difference[] => {
  if (textOf(actual) === textOf(next)) return [];
  if (actual === undefined) return [{ pointer, kind: 'added' }];
  if (next === undefined) return [{ pointer, kind: 'missing' }];
  if (isObject(actual) && isObject(next)) return ofMembers(actual, next, schema, pointer);
  if (Array.isArray(actual) && Array.isArray(next)) return ofItems(actual, next, schema, pointer);
  return [
    {
      pointer,
      kind: 'changed',
      ...(isListed(schema, actual) && isListed(schema, next) && { told: { actual, next } }),
    },
  ];
};

const ofMembers = (
  actual: Readonly<Record<string, unknown>>,
  next: Readonly<Record<string, unknown>>,
  schema: Conjunction,
  pointer: string,
): readonly Difference[] => {
  const known = new Set(namesIn(schema));
  return [...new Set([...Object.keys(actual), ...Object.keys(next)])].flatMap((name) =>
    different(
      Object.hasOwn(actual, name) ? actual[name] : undefined,
      Object.hasOwn(next, name) ? next[name] : undefined,
      memberOf(schema, name),
      `${pointer}/${known.has(name) ? escaped(name) : '*'}`,
    ),
  );
};

const ofItems = (
  actual: readonly unknown[],
  next: readonly unknown[],
  schema: Conjunction,
  pointer: string,
): readonly Difference[] =>
  Array.from({ length: Math.max(actual.length, next.length) }, (_, index) =>
    different(actual[index], next[index], itemsOf(schema), `${pointer}/*`),
  ).flat();

/** Where two outputs differ, each place once. @param key of the schema of what there is */
export const differencesOf = (
  { actual, next }: { actual: unknown; next: unknown },
  { key, schemas }: { key: string; schemas: Schemas },
): readonly Difference[] => {
  const found = different(actual, next, atomsOf(schemas[key], key, schemas), '');
  return [...new Map(found.map((one) => [`${one.kind} ${one.pointer}`, one])).values()];
};
