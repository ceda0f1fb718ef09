type Schema = Readonly<Record<string, unknown>>;

/** A condition of a plan, taken apart: on which member, and what must hold of it. */
interface Leaf {
  path: readonly string[];
  schema: Schema;
}

/** Conditions name their member by a schema in a schema: one property that is required, and so on down. */
const leafOf = (schema: Schema, path: readonly string[] = []): Leaf => {
  const properties = (schema['properties'] ?? {}) as Readonly<Record<string, Schema>>;
  const [name, ...others] = Object.keys(properties);
  return name !== undefined && others.length === 0
    ? leafOf(properties[name]!, [...path, name])
    : { path, schema };
};

const valueAt = (value: unknown, [name, ...rest]: readonly string[]): unknown =>
  name === undefined
    ? value
    : valueAt((value as Readonly<Record<string, unknown>> | null | undefined)?.[name], rest);

const told = (value: unknown): string => JSON.stringify(value);

const demand = (schema: Schema): string => {
  if ('const' in schema) return `is ${told(schema['const'])}`;
  if (Array.isArray(schema['enum'])) return `is one of ${schema['enum'].map(told).join(', ')}`;
  if (typeof schema['minimum'] === 'number') return `is at least ${schema['minimum']}`;
  if (typeof schema['maximum'] === 'number') return `is at most ${schema['maximum']}`;
  return Object.keys(schema).length === 0 ? 'is there' : `fits ${told(schema)}`;
};

/** Whether a demand that has words of its own holds; undefined for any other. */
const holds = (schema: Schema, value: unknown): boolean | undefined => {
  if (value === undefined) return false;
  if ('const' in schema) return schema['const'] === value;
  if (Array.isArray(schema['enum'])) return schema['enum'].includes(value);
  if (typeof schema['minimum'] === 'number') return typeof value === 'number' && value >= schema['minimum'];
  if (typeof schema['maximum'] === 'number') return typeof value === 'number' && value <= schema['maximum'];
  return Object.keys(schema).length === 0 ? true : undefined;
};

/** A condition on what a step gave, in words, and what was found there. */
export const conditionText = (step: string, schema: object, output: unknown) => {
  const leaf = leafOf(schema as Schema);
  const value = valueAt(output, leaf.path);
  const name = [step, ...leaf.path].join('.');
  return {
    wants: `${name} ${demand(leaf.schema)}`,
    was: value === undefined ? 'it was not there' : `it was ${told(value)}`,
    holds: holds(leaf.schema, value),
  };
};
