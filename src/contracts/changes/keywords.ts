/** Words that rule no value. */
export const ANNOTATIONS: ReadonlySet<string> = new Set([
  '$schema',
  '$id',
  '$defs',
  '$comment',
  'title',
  'description',
  'deprecated',
  'readOnly',
  'writeOnly',
  'examples',
  'default',
  'x-data-classification',
  'x-exposed',
]);

/** Words whose meaning is compared; of any other it is only told whether it is the same. */
export const COMPARED: ReadonlySet<string> = new Set(
  [
    ['type', 'enum', 'const', 'anyOf', 'oneOf', 'allOf', '$ref'],
    ['properties', 'required', 'additionalProperties', 'items', 'minItems', 'maxItems', 'uniqueItems'],
    ['minLength', 'maxLength', 'pattern', 'format'],
    ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'],
  ].flat(),
);

export const strangeWords = (node: Readonly<Record<string, unknown>>): readonly string[] =>
  Object.keys(node).filter((word) => !COMPARED.has(word) && !ANNOTATIONS.has(word));
