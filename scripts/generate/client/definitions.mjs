// The schemas of the document as definitions that types are generated from, each named by its title.
import { pascal } from './operations.mjs';

const COMPONENT = '#/components/schemas/';

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Maps from names to schemas: a property may be called `title` or `const`. */
const MAPS = new Set(['properties', 'patternProperties', '$defs']);
/** Values, not schemas. */
const VALUES = new Set(['const', 'enum', 'default', 'examples', 'required', 'type']);
/** Says nothing about the shape. */
const WORDS = new Set(['title', 'examples', 'example', 'default']);

const isAnything = (schema) =>
  Object.keys(schema).every((name) => name === 'description' || name.startsWith('x-'));

/** An object of which nothing is said may hold anything. */
const isOpen = (schema) =>
  schema.type === 'object' && !schema.properties && schema.additionalProperties === undefined;

const local = (reference) =>
  `#/$defs/${pascal(reference.slice(COMPONENT.length).split('/')[0])}${rest(reference)}`;
const rest = (reference) => {
  const deeper = reference.slice(COMPONENT.length).split('/').slice(1).join('/');
  return deeper && `/${deeper}`;
};

const each = (map, change) =>
  Object.fromEntries(Object.entries(map).map(([name, one]) => [name, change(one)]));

/** A schema without titles of its own inside: those would become types that clash. */
const plain = (schema) => {
  if (Array.isArray(schema)) return schema.map(plain);
  if (!isObject(schema)) return schema;
  if (typeof schema.$ref === 'string') return { $ref: local(schema.$ref) };
  if (isAnything(schema)) return { ...schema, tsType: 'unknown' };
  if (isOpen(schema) && !schema.oneOf && !schema.anyOf && !schema.allOf)
    return { ...schema, additionalProperties: true };
  const members = Object.entries(schema).filter(([name]) => !WORDS.has(name));
  return Object.fromEntries(
    members.map(([name, value]) => {
      if (VALUES.has(name)) return [name, value];
      return [name, MAPS.has(name) ? each(value, plain) : plain(value)];
    }),
  );
};

/** @returns definitions by the name of their type */
export const definitionsOf = ({ components }, operations) => {
  const own = operations.flatMap(({ body, answers }) =>
    [...(body?.kinds ?? []), ...answers].flatMap(({ define = {} }) => Object.entries(define)),
  );
  const shared = Object.entries(components.schemas).map(([name, schema]) => [pascal(name), schema]);
  return Object.fromEntries(
    [...shared, ...own].map(([name, schema]) => [name, { title: name, ...plain(schema) }]),
  );
};
