type Schema = Readonly<Record<string, unknown>>;

/** A condition of a plan, taken apart: on which member, and what must hold of it. */
interface Leaf {
  path: readonly string[];
  schema: Schema;
}

/** Conditions name their member by a schema in a schema: one property that is required, and so on down. */
const leavesOf = (schema: Schema, path: readonly string[] = []): readonly Leaf[] => {
  const { allOf } = schema;
  if (Array.isArray(allOf)) return allOf.flatMap((each: Schema) => leavesOf(each, path));
  const properties = (schema['properties'] ?? {}) as Readonly<Record<string, Schema>>;
  const [name, ...others] = Object.keys(properties);
  return name !== undefined && others.length === 0
    ? leavesOf(properties[name]!, [...path, name])
    : [{ path, schema }];
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

const leafText = (step: string, { path, schema }: Leaf, output: unknown) => {
  const value = valueAt(output, path);
  const name = [step, ...path].join('.');
  const was = value === undefined ? 'was not there' : `was ${told(value)}`;
  return { name, wants: `${name} ${demand(schema)}`, was, holds: holds(schema, value) };
};

/** A condition on what a step gave, in words, and what was found there. */
export const conditionText = (step: string, schema: object, output: unknown) => {
  const leaves = leavesOf(schema as Schema).map((leaf) => leafText(step, leaf, output));
  const whole = leaves.map(({ name, was }) => `${name} ${was}`).join(' and ');
  return {
    wants: leaves.map(({ wants }) => wants).join(' and '),
    /** Without the name, where there is only one that it can be. */
    was: leaves.length === 1 ? `it ${leaves[0]!.was}` : whole,
    whole,
    holds: leaves.some((leaf) => leaf.holds === false)
      ? false
      : leaves.every((leaf) => leaf.holds) || undefined,
  };
};
