import type { Schema } from './served';

const isObject = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Keywords that mean the same in both versions, and hold no schema. */
const SAME = new Set(
  (
    'title description format default deprecated readOnly writeOnly enum pattern required minimum maximum multipleOf ' +
    'minLength maxLength minItems maxItems uniqueItems minProperties maxProperties nullable example'
  ).split(' '),
);

/** What 3.0 cannot say. Leaving it out only describes less: bodies are checked by the gateway, never by API Management. */
const LEFT_OUT = new Set(
  (
    '$comment $schema $id $defs if then else dependentRequired dependentSchemas propertyNames patternProperties ' +
    'unevaluatedProperties unevaluatedItems prefixItems contains minContains maxContains contentMediaType contentEncoding contentSchema'
  ).split(' '),
);

type Convert = (value: unknown, schema: Schema) => Schema;

const each = (value: unknown): Schema[] => (value as unknown[]).map(schemaFor30);

const byName = (value: unknown): Schema =>
  Object.fromEntries(Object.entries(value as Schema).map(([name, one]) => [name, schemaFor30(one)]));

/** `type: ['string', 'null']` is a string that may be null; other lists are alternatives. */
const typeFor30 = (value: unknown): Schema => {
  if (!Array.isArray(value)) return value === 'null' ? { nullable: true } : { type: value };
  const types = value.filter((one) => one !== 'null');
  const nullable = types.length < value.length && { nullable: true };
  return types.length === 1
    ? { type: types[0], ...nullable }
    : { anyOf: types.map((type) => ({ type })), ...nullable };
};

const exclusive =
  (bound: 'minimum' | 'maximum', flag: string): Convert =>
  (value) =>
    typeof value === 'number' ? { [bound]: value, [flag]: true } : { [flag]: value };

const CHANGED: Readonly<Record<string, Convert>> = {
  type: typeFor30,
  const: (value) => ({ enum: [value] }),
  examples: (value) => ({ example: (value as unknown[])[0] }),
  exclusiveMinimum: exclusive('minimum', 'exclusiveMinimum'),
  exclusiveMaximum: exclusive('maximum', 'exclusiveMaximum'),
  items: (value) => ({ items: schemaFor30(value) }),
  properties: (value) => ({ properties: byName(value) }),
  additionalProperties: (value) => ({
    additionalProperties: isObject(value) ? schemaFor30(value) : value,
  }),
  anyOf: (value) => ({ anyOf: each(value) }),
  oneOf: (value) => ({ oneOf: each(value) }),
  allOf: (value) => ({ allOf: each(value) }),
  not: (value) => ({ not: schemaFor30(value) }),
};

const keywordFor30 = ([name, value]: [string, unknown], schema: Schema): Schema => {
  if (SAME.has(name) || name.startsWith('x-')) return { [name]: value };
  if (LEFT_OUT.has(name)) return {};
  const convert = CHANGED[name];
  if (!convert)
    throw new Error(
      `a schema has the keyword '${name}': say in infra/api/generator/schema-3-0.ts what becomes of it`,
    );
  return convert(value, schema);
};

/**
 * A JSON Schema (2020-12) as OpenAPI 3.0 knows schemas.
 * @throws Error for a keyword that nobody has decided on
 * @see https://spec.openapis.org/oas/v3.0.3#schema-object
 */
export const schemaFor30 = (schema: unknown): Schema => {
  if (schema === true) return {};
  if (schema === false) return { not: {} };
  const { $ref, ...rest } = schema as Schema;
  const converted: Schema = Object.assign({}, ...Object.entries(rest).map((one) => keywordFor30(one, rest)));
  if ($ref === undefined) return converted;
  // Beside a reference, 3.0 reads nothing.
  return Object.keys(converted).length === 0 ? { $ref } : { ...converted, allOf: [{ $ref }] };
};
