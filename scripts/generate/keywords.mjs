/** What the type generator understands and ajv checks alike. `prefixItems`, `unevaluatedProperties` and others are not. */
export const KEYWORDS = new Set(
  [
    ['$schema', '$id', '$ref', '$defs', 'title', 'description', 'deprecated', 'examples'],
    ['type', 'enum', 'const', 'allOf', 'anyOf', 'oneOf'],
    ['properties', 'required', 'additionalProperties', 'items', 'minItems', 'maxItems', 'uniqueItems'],
    ['minLength', 'maxLength', 'pattern', 'format'],
    ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'],
    ['x-data-classification', 'x-exposed'],
  ].flat(),
);
