import type { Operation, Parameter, Schema, Swagger } from '../../power-platform/generator/swagger';
import { RUNTIME, type WireRequest } from './connector-runtime';

/** What an action is given, by the names that flows use: `id`, `body/reference`, `body/data/document`. */
export type Inputs = Readonly<Record<string, unknown>>;

/** As it stands in an address. */
const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

export interface Called {
  path: string;
  method: string;
  operation: Operation;
}

/** @throws Error for an operation that the connector does not have */
export const findOperation = ({ paths }: Swagger, operationId: string): Called => {
  for (const [path, item] of Object.entries(paths))
    for (const method of ['get', 'post', 'delete'] as const)
      if (item[method]?.operationId === operationId) return { path, method, operation: item[method] };
  throw new Error(`the connector has no operation ${operationId}`);
};

const resolved = ({ definitions }: Swagger, schema: Schema | undefined): Schema =>
  typeof schema?.['$ref'] === 'string' ? definitions[schema['$ref'].split('/')[2]!]! : (schema ?? {});

export interface FieldOfForm {
  name: string;
  required: boolean;
  schema: Schema;
}

/** The fields of a body, those of objects within it one by one. */
const bodyFields = (definition: Swagger, name: string, schema: Schema, required: boolean): FieldOfForm[] => {
  const { properties, required: needed = [] } = resolved(definition, schema);
  if (!properties) return [{ name, required, schema }];
  return Object.entries(properties as Record<string, Schema>).flatMap(([member, one]) =>
    bodyFields(definition, `${name}/${member}`, one, required && (needed as string[]).includes(member)),
  );
};

/** All that a form has for an operation: what the designer writes into a flow as parameters. */
export const formOf = (definition: Swagger, { operation }: Called): readonly FieldOfForm[] =>
  operation.parameters.flatMap((parameter): FieldOfForm[] =>
    parameter.in === 'body'
      ? bodyFields(definition, parameter.name, resolved(definition, parameter.schema), parameter.required)
      : [{ name: parameter.name, required: parameter.required, schema: parameter }],
  );

/** What is wrong with the inputs of an action, as the checker of flows tells it. */
export const inputFaults = (definition: Swagger, operationId: string, inputs: Inputs): readonly string[] => {
  const form = formOf(definition, findOperation(definition, operationId));
  const known = new Set(form.map(({ name }) => name));
  return [
    ...Object.keys(inputs)
      .filter((name) => !known.has(name))
      .map((name) => `${operationId} has no parameter ${name}`),
    ...form
      .filter(
        ({ name, required, schema }) => required && !(name in inputs) && schema['default'] === undefined,
      )
      .map(({ name }) => `${operationId} needs ${name}`),
  ];
};

/** `body/data/document` goes where it says. */
const nested = (inputs: Inputs, name: string): unknown => {
  if (name in inputs) return inputs[name];
  const members = Object.entries(inputs).filter(([key]) => key.startsWith(`${name}/`));
  const names = new Set(members.map(([key]) => key.slice(name.length + 1).split('/')[0]!));
  return Object.fromEntries([...names].map((member) => [member, nested(inputs, `${name}/${member}`)]));
};

const encodedPath = (path: string, parameters: readonly Parameter[], inputs: Inputs): string =>
  parameters
    .filter((parameter) => parameter.in === 'path')
    .reduce(
      (result, { name }) => result.replace(`{${name}}`, encodeURIComponent(textOf(inputs[name]))),
      path,
    );

const queryOf = (parameters: readonly Parameter[], inputs: Inputs): string => {
  const query = new URLSearchParams();
  for (const { name, in: place, ...rest } of parameters) {
    const value = inputs[name] ?? (rest.required ? rest['default'] : undefined);
    if (place === 'query' && value !== undefined) query.set(name, textOf(value));
  }
  return query.size > 0 ? `?${query}` : '';
};

/** The request that a flow sends for an action. @throws Error for inputs that the checker of flows refuses */
export const requestOf = (definition: Swagger, operationId: string, inputs: Inputs): WireRequest => {
  const faults = inputFaults(definition, operationId, inputs);
  if (faults.length > 0) throw new Error(faults.join('; '));
  const { path, method, operation } = findOperation(definition, operationId);
  const body = operation.parameters.find((parameter) => parameter.in === 'body');
  return {
    method: method.toUpperCase(),
    url: RUNTIME + encodedPath(path, operation.parameters, inputs) + queryOf(operation.parameters, inputs),
    headers: { accept: 'application/json', ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(nested(inputs, body.name)) }),
  };
};

/** The name of the property that takes the address at which a flow listens. */
export const callbackOf = (definition: Swagger, operationId: string): string => {
  const form = formOf(definition, findOperation(definition, operationId));
  const field = form.find(({ schema }) => schema['x-ms-notification-url'] === true);
  if (!field) throw new Error(`${operationId} takes no callback`);
  return field.name;
};
