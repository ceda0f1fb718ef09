import type { Operation, Parameter, PathItem, Schema, Swagger } from '../../power-platform/generator/swagger';

export const METHODS = ['get', 'post', 'delete'] as const;

export interface Located {
  path: string;
  item: PathItem;
  method: (typeof METHODS)[number];
  operation: Operation;
}

export const operations = ({ paths }: Swagger): readonly Located[] =>
  Object.entries(paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method];
      return operation ? [{ path, item, method, operation }] : [];
    }),
  );

export const parameters = (definition: Swagger): readonly (Located & { parameter: Parameter })[] =>
  operations(definition).flatMap((located) =>
    located.operation.parameters.map((parameter) => ({ ...located, parameter })),
  );

export const isObject = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every schema of the document, also those within others, with its place. */
export const schemas = (definition: Swagger): readonly { at: string; schema: Schema }[] => {
  const roots = [
    ...Object.entries(definition.definitions).map(([name, schema]) => ({ at: name, schema })),
    ...parameters(definition).flatMap(({ operation, parameter: { schema } }) =>
      schema ? [{ at: `${operation.operationId} body`, schema }] : [],
    ),
    ...operations(definition).flatMap(({ operation }) =>
      Object.entries(operation.responses).flatMap(([status, { schema }]) =>
        schema ? [{ at: `${operation.operationId} ${status}`, schema }] : [],
      ),
    ),
    ...Object.entries(definition.paths).flatMap(([path, item]) => {
      const content = item['x-ms-notification-content'];
      return content ? [{ at: `${path} notification`, schema: content.schema }] : [];
    }),
  ];
  return roots.flatMap(within);
};

const within = (root: { at: string; schema: Schema }): readonly { at: string; schema: Schema }[] => {
  const { at, schema } = root;
  const { properties, items, additionalProperties } = schema;
  const inner = [
    ...(isObject(properties) ? Object.entries(properties) : []),
    ['[]', items],
    ['*', additionalProperties],
  ] as const;
  return [
    root,
    ...inner.flatMap(([name, one]) => (isObject(one) ? within({ at: `${at}.${name}`, schema: one }) : [])),
  ];
};

/** Every property of every schema. */
export const properties = (
  definition: Swagger,
): readonly { at: string; name: string; property: Schema; required: boolean }[] =>
  schemas(definition).flatMap(({ at, schema }) =>
    Object.entries((schema['properties'] ?? {}) as Record<string, Schema>).map(([name, property]) => ({
      at: `${at}.${name}`,
      name,
      property,
      required: ((schema['required'] ?? []) as readonly string[]).includes(name),
    })),
  );

/** Every text that a maker may read. */
export const texts = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(texts);
  return isObject(value) ? Object.values(value).flatMap(texts) : [];
};

/** Every `$ref`, with what stands beside it. */
export const references = (value: unknown): readonly { ref: string; beside: readonly string[] }[] => {
  if (Array.isArray(value)) return value.flatMap(references);
  if (!isObject(value)) return [];
  const { $ref, ...rest } = value;
  const own = typeof $ref === 'string' ? [{ ref: $ref, beside: Object.keys(rest) }] : [];
  return [...own, ...Object.values(rest).flatMap(references)];
};
