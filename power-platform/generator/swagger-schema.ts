import { below, type Find, type Place, type Placed } from './schema-place';
import { titleOf } from './titles';

/** Something in a schema that Swagger 2.0 cannot carry. */
export interface SchemaFault extends Place {
  keyword: string;
  message: string;
}

type Schema = Record<string, unknown>;

/** They mean the same in Swagger 2.0. */
const SAME = new Set([
  'title',
  'description',
  'default',
  'enum',
  'required',
  'multipleOf',
  'maximum',
  'minimum',
  'maxLength',
  'minLength',
  'pattern',
  'maxItems',
  'minItems',
  'uniqueItems',
  'maxProperties',
  'minProperties',
  'readOnly',
]);

/** They tell nothing that a maker sees, or that the mesh would not check again. */
const LEFT_OUT = new Set([
  '$schema',
  '$id',
  '$defs',
  '$comment',
  'deprecated',
  'writeOnly',
  'contentEncoding',
  'contentMediaType',
  'x-data-classification',
  'x-exposed',
]);

/** They are said otherwise in Swagger 2.0. */
const SAID_OTHERWISE = new Set([
  '$ref',
  'type',
  'const',
  'format',
  'examples',
  'properties',
  'items',
  'additionalProperties',
  'exclusiveMinimum',
  'exclusiveMaximum',
]);

/** Formats that Power Platform knows; the others are left to the mesh to check. */
const FORMATS = new Set([
  'int32',
  'int64',
  'float',
  'double',
  'byte',
  'binary',
  'date',
  'date-time',
  'password',
  'uri',
]);

const CHOICE =
  'Give each shape its own type of intent, or one object whose differing properties are optional.';
const NAMES_AND_VALUES = 'Use a list of objects with a name and a value each.';
const IN_THE_PLAN = 'Check it in the plan, and say in the description what the list must hold.';
const TOGETHER = 'Put properties that belong together into an object of their own, with required.';
const ADVICE = new Map([
  ['oneOf', CHOICE],
  ['anyOf', CHOICE],
  ['allOf', 'Write the properties of all parts in one object.'],
  ['not', 'Say what is allowed: with enum, pattern, minimum or maximum.'],
  ['if', CHOICE],
  ['then', CHOICE],
  ['else', CHOICE],
  ['patternProperties', NAMES_AND_VALUES],
  ['propertyNames', NAMES_AND_VALUES],
  ['prefixItems', 'Use an object with a named property for each place.'],
  ['contains', IN_THE_PLAN],
  ['minContains', IN_THE_PLAN],
  ['maxContains', IN_THE_PLAN],
  ['dependentRequired', TOGETHER],
  ['dependentSchemas', TOGETHER],
  ['unevaluatedProperties', 'Use additionalProperties: false.'],
  ['unevaluatedItems', 'Use items.'],
]);
const UNKNOWN = 'Leave it out: neither Swagger 2.0 nor the mesh knows it.';

const typeOfValue = (value: unknown): string => {
  if (Number.isInteger(value)) return 'integer';
  if (Array.isArray(value)) return 'array';
  return typeof value;
};

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export interface Converter {
  /** A schema of 2020-12 as one of Swagger 2.0, all that it refers to in it. @param name of the property, for its title */
  convert(schema: unknown, place: Place, name?: string): Schema;
  /** What could not be said. */
  readonly faults: readonly SchemaFault[];
}

/**
 * Converts schemas, and collects what Swagger 2.0 cannot carry.
 * @param anything whether a schema without a type is an object of which nothing is known, and not a fault
 */
export const schemaConverter = (find: Find, { anything = false } = {}): Converter => {
  const faults: SchemaFault[] = [];
  const fault = (place: Place, keyword: string, message: string): void => {
    faults.push({ ...place, keyword, message });
  };

  const typed = (schema: Schema, place: Place): Schema => {
    const { type } = schema;
    if (Array.isArray(type)) {
      const [one, ...more] = type.filter((each) => each !== 'null');
      if (one === undefined || more.length > 0)
        fault(place, 'type', 'Give it one type; "null" beside it is the only other that may stand there.');
      return { type: one, ...(type.includes('null') && { 'x-nullable': true }) };
    }
    if (type !== undefined) return { type };
    const [example] = 'const' in schema ? [schema['const']] : ((schema['enum'] ?? []) as unknown[]);
    if (example !== undefined) return { type: typeOfValue(example) };
    if (!anything && schema['properties'] === undefined)
      fault(place, 'type', 'Say its type: a form cannot show a field that may be anything.');
    return { type: 'object' };
  };

  const limits = (schema: Schema): Schema => {
    const { exclusiveMinimum, exclusiveMaximum } = schema;
    return {
      ...(exclusiveMinimum !== undefined && { minimum: exclusiveMinimum, exclusiveMinimum: true }),
      ...(exclusiveMaximum !== undefined && { maximum: exclusiveMaximum, exclusiveMaximum: true }),
    };
  };

  const members = (schema: Schema, place: Place, seen: readonly string[]): Schema => {
    const { properties, items, additionalProperties: more } = schema;
    return {
      ...(isSchema(properties) && {
        properties: Object.fromEntries(
          Object.entries(properties).map(([name, one]) => [
            name,
            property(name, one, below(place, 'properties', name), seen),
          ]),
        ),
      }),
      ...(items !== undefined && { items: converted(items, below(place, 'items'), seen) }),
      ...(isSchema(more) && {
        additionalProperties: converted(more, below(place, 'additionalProperties'), seen),
      }),
    };
  };

  const property = (name: string, schema: unknown, place: Place, seen: readonly string[]): Schema => {
    const result = converted(schema, place, seen);
    if (typeof result['description'] !== 'string')
      fault(place, 'description', 'Describe it: a maker reads it below the field.');
    return { title: titleOf(name), ...result };
  };

  const refuseUnsaid = (schema: Schema, place: Place): void => {
    for (const keyword of Object.keys(schema))
      if (!SAME.has(keyword) && !LEFT_OUT.has(keyword) && !SAID_OTHERWISE.has(keyword))
        fault(place, keyword, ADVICE.get(keyword) ?? UNKNOWN);
    if (schema['type'] === 'array' && schema['items'] === undefined)
      fault(place, 'items', 'Say what the list holds.');
  };

  const followed = (schema: Schema, place: Place, seen: readonly string[]): Schema => {
    const { $ref, ...beside } = schema as { $ref: string };
    const target: Placed | undefined = find($ref, place);
    if (!target) {
      fault(place, '$ref', `There is no ${$ref}.`);
      return {};
    }
    const id = `${target.file}#${target.pointer}`;
    if (seen.includes(id)) {
      fault(place, '$ref', 'A shape that contains itself has no form: end it after some levels.');
      return {};
    }
    const { title: _ofType, ...whole } = target.schema as Schema;
    return converted({ ...whole, ...beside }, target, [...seen, id]);
  };

  const converted = (schema: unknown, place: Place, seen: readonly string[]): Schema => {
    if (!isSchema(schema)) {
      fault(place, String(schema), 'Write a schema: true and false are none in Swagger 2.0.');
      return {};
    }
    if (typeof schema['$ref'] === 'string') return followed(schema, place, seen);
    refuseUnsaid(schema, place);
    const { format, examples } = schema;
    return {
      ...Object.fromEntries(Object.entries(schema).filter(([keyword]) => SAME.has(keyword))),
      ...typed(schema, place),
      ...('const' in schema && { enum: [schema['const']] }),
      ...(FORMATS.has(format as string) && { format }),
      ...(Array.isArray(examples) && examples.length > 0 && { example: examples[0] as unknown }),
      ...limits(schema),
      ...members(schema, place, seen),
    };
  };

  return {
    faults,
    convert: (schema, place, name) => {
      if (name !== undefined) return property(name, schema, place, []);
      const { title: _ofType, ...result } = converted(schema, place, []);
      return result;
    },
  };
};

/** For the person who wrote the schema: where, which keyword, and what to write instead. */
export const faultText = ({ file, pointer, keyword, message }: SchemaFault): string =>
  `${file}#${pointer}: ${keyword}: ${message}`;
