import type { SchemaBook } from '../../contracts/schema-book';

const PREFIX = '#/components/schemas/';

/** Components are named with letters, digits, dots, dashes and underscores. */
export const componentName = (key: string): string => key.replace(/[^\w.-]/g, '.');

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** A reference of a schema file, `#/…` into itself or the key of another, as one into the document. */
const documentRef = (target: string, own: string): string => {
  const [key, fragment = ''] = target.split('#', 2) as [string, string?];
  return PREFIX + componentName(key || own) + fragment;
};

const rewritten = (value: unknown, own: string): unknown => {
  if (Array.isArray(value)) return value.map((one) => rewritten(one, own));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== '$id' && name !== '$schema')
      .map(([name, member]) => [
        name,
        name === '$ref' && typeof member === 'string' ? documentRef(member, own) : rewritten(member, own),
      ]),
  );
};

/** Keys of the schemas that a schema refers to. */
const refersTo = (value: unknown): readonly string[] => {
  if (!isObject(value)) return [];
  const target = value['$ref'];
  const own = typeof target === 'string' && !target.startsWith('#') ? [target.split('#', 1)[0]!] : [];
  return [...own, ...Object.values(value).flatMap(refersTo)];
};

/** Schemas of the book, and all that they refer to, as components of an OpenAPI document. */
export const schemaComponents = (book: SchemaBook, keys: readonly string[]): Record<string, unknown> => {
  const components: Record<string, unknown> = {};
  const add = (key: string): void => {
    const name = componentName(key);
    const schema = book.schema(key);
    if (!schema || Object.hasOwn(components, name)) return;
    components[name] = rewritten(schema, key);
    refersTo(schema).forEach(add);
  };
  keys.forEach(add);
  return components;
};
