import { schemaFor30 } from './schema-3-0';
import type { Content, OpenApi, Operation, Schema } from './served';

const COMPONENT = '#/components/schemas/';

const pascal = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** API Management takes no schemas written inside an operation: they become components, named after it. */
const hoisting = (components: Record<string, Schema>) => (schema: Schema, name: string) => {
  if ('$ref' in schema || Object.keys(schema).length === 0) return schema;
  if (name in components) throw new Error(`two schemas of the document would be called ${name}`);
  components[name] = schema;
  return { $ref: COMPONENT + name };
};

type Hoist = ReturnType<typeof hoisting>;

/** `text/xml` -> `TextXml`, for the second and later types of one body. */
const suffixOf = (mediaType: string): string =>
  mediaType
    .split(/[^A-Za-z0-9]+/)
    .map(pascal)
    .join('');

/** Examples of its own; those that all operations share stay in the document that the gateway serves. */
const examplesFor30 = (examples: Record<string, object> = {}) => {
  const own = Object.entries(examples).filter(([, example]) => !('$ref' in example));
  return own.length > 0 && { examples: Object.fromEntries(own) };
};

const contentFor30 = (body: Content, name: string, hoist: Hoist): Content => {
  if (!body.content) return body;
  // `*/*` beside others says that anything else is taken too, which API Management does unless told otherwise.
  const named = Object.entries(body.content).filter(
    ([type], _, { length }) => type !== '*/*' || length === 1,
  );
  const content = named.map(([mediaType, { schema, examples }], index) => [
    mediaType,
    {
      ...(schema && { schema: hoist(schemaFor30(schema), name + (index === 0 ? '' : suffixOf(mediaType))) }),
      ...examplesFor30(examples),
    },
  ]);
  return { ...body, content: Object.fromEntries(content) };
};

const headersFor30 = (headers: Record<string, { schema: Schema }>) =>
  Object.fromEntries(
    Object.entries(headers).map(([name, header]) => [
      name,
      { ...header, schema: schemaFor30(header.schema) },
    ]),
  );

const responseFor30 = (response: Content, name: string, hoist: Hoist) => ({
  ...contentFor30(response, name, hoist),
  ...(response.headers && { headers: headersFor30(response.headers) }),
});

const operationFor30 = (operation: Operation, hoist: Hoist): Operation => {
  const { operationId, security, parameters, requestBody, responses } = operation;
  const answers = Object.entries(responses).map(([status, response]) => [
    status,
    responseFor30(response, `${operationId}${status}`, hoist),
  ]);
  return {
    ...operation,
    // Scopes belong to OAuth only here; the description names the role.
    ...(security && { security: security.map((one) => mapValues(one, () => [])) }),
    ...(parameters && {
      parameters: parameters.map((one) => ({ ...one, schema: schemaFor30(one.schema) })),
    }),
    ...(requestBody && { requestBody: contentFor30(requestBody, `${operationId}Request`, hoist) }),
    responses: Object.fromEntries(answers),
  };
};

const mapValues = <T, U>(object: Record<string, T>, change: (value: T) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value)]));

const refsIn = (value: unknown): string[] => {
  if (Array.isArray(value)) return value.flatMap(refsIn);
  if (typeof value !== 'object' || value === null) return [];
  const { $ref, ...rest } = value as Schema;
  const own = typeof $ref === 'string' ? [$ref.slice(COMPONENT.length)] : [];
  return [...own, ...Object.values(rest).flatMap(refsIn)];
};

const withoutRefs = (value: unknown, names: ReadonlySet<string>): unknown => {
  if (Array.isArray(value)) return value.map((one) => withoutRefs(one, names));
  if (typeof value !== 'object' || value === null) return value;
  const { $ref } = value as Schema;
  if (typeof $ref === 'string' && names.has($ref.slice(COMPONENT.length))) return {};
  return mapValues(value as Schema, (one) => withoutRefs(one, names));
};

/** API Management takes no schema that leads back to itself: such a reference stands for anything then. */
const withoutCircles = (components: Record<string, Schema>): Record<string, Schema> => {
  const reach = (name: string, seen: Set<string>): Set<string> => {
    for (const next of refsIn(components[name])) if (!seen.has(next)) reach(next, seen.add(next));
    return seen;
  };
  const circular = new Set(Object.keys(components).filter((name) => reach(name, new Set()).has(name)));
  return Object.fromEntries(
    Object.entries(components).map(([name, schema]) => [
      name,
      circular.has(name) ? (withoutRefs(schema, circular) as Schema) : schema,
    ]),
  );
};

/**
 * The document in the form that API Management imports best: OpenAPI 3.0, every schema a component, none recursive.
 * @see https://learn.microsoft.com/azure/api-management/api-management-api-import-restrictions
 */
export const documentFor30 = ({ info, paths, components, ...rest }: OpenApi): OpenApi => {
  const schemas = mapValues(components.schemas, schemaFor30);
  const hoist = hoisting(schemas);
  const converted = mapValues(paths, (path) => mapValues(path, (one) => operationFor30(one, hoist)));
  const { servers: _servers, 'x-intents': _intents, ...others } = rest as typeof rest & Schema;
  const { license: _license, ...about } = info;
  const { examples: _examples, ...kept } = components;
  return {
    ...others,
    openapi: '3.0.3',
    info: about,
    paths: converted,
    components: { ...kept, schemas: withoutCircles(schemas) },
  };
};
