// The operations of the client: their types, the table that the transport reads, and the methods.
import { camel } from './operations.mjs';

const quoted = (value) => JSON.stringify(value);

const comment = (text) => `/** ${text.replaceAll('*/', '*\\/')} */\n`;

const scalar = ({ type, enum: values, const: only }) => {
  if (only !== undefined) return quoted(only);
  if (values) return values.map(quoted).join(' | ');
  if (type === 'integer' || type === 'number') return 'number';
  return type === 'boolean' ? 'boolean' : 'string';
};

const argument = ({ argument: name, description, required, schema }) =>
  `${comment(description)}${quoted(name)}${required ? '' : '?'}: ${scalar(schema)}${required ? '' : ' | undefined'};\n`;

const bodyArgument = (body) => {
  if (!body) return '';
  const types = [...new Set(body.kinds.map(({ type }) => type))].join(' | ');
  const media = body.kinds.map(({ mediaType }) => mediaType).filter((mediaType) => mediaType !== '*/*');
  const contentType =
    body.kinds.length > 1
      ? `${comment(`Media type of the body: ${media.join(', ')}; ${media[0]} where absent.`)}contentType?: string | undefined;\n`
      : '';
  return `body${body.required ? '' : '?'}: ${types}${body.required ? '' : ' | undefined'};\n${contentType}`;
};

const answers = (all) =>
  all.map(({ status, type }) => `Answered<${status}, ${type}>`).join(' | ') || 'Answered<number, undefined>';

const shape = (operation) => {
  const members = operation.parameters.map(argument).join('') + bodyArgument(operation.body);
  return `${quoted(operation.operationId)}: { args: {${members}}; answer: ${answers(operation.answers)} };\n`;
};

const entry = ({ operationId, method, path, parameters, body, takes, safe, keyed, list }) => {
  const places = parameters.map(({ argument: name, name: on, in: place }) => [name, { in: place, name: on }]);
  const facts = {
    method,
    path,
    parameters: Object.fromEntries(places),
    ...(body && { mediaType: body.kinds[0].mediaType }),
    ...(takes.length > 0 && { takes }),
    safe,
    ...(keyed && { keyed: true }),
    ...(list && { list }),
  };
  return `${operationId}: ${quoted(facts)},\n`;
};

const needsArguments = ({ parameters, body }) =>
  parameters.some(({ required }) => required) || body?.required === true;

const method = (operation) => {
  const { operationId, summary, description } = operation;
  const args = `args${needsArguments(operation) ? '' : '?'}: MethodArgs<'${operationId}'>`;
  return `${comment(`${summary}. ${description}`)}${camel(operationId)}(${args}, options?: CallOptions): Promise<Body<'${operationId}'>>;\n`;
};

const item = (list, operationId) =>
  `NonNullable<Extract<Answer<'${operationId}'>, { status: 200 }>['body'][${quoted(list)}]>[number]`;

const paged = ({ operationId, list, parameters }) => {
  const required = parameters.some((one) => one.required);
  const args = `args${required ? '' : '?'}: Omit<MethodArgs<'${operationId}'>, 'cursor'>`;
  return `${comment(`Every one of ${list}, page after page.`)}${camel(operationId)}(${args}, options?: CallOptions): AsyncIterable<${item(list, operationId)}>;\n`;
};

/** @returns the text of operations.ts */
export const methodsOf = (operations, intents) => {
  const pages = operations.filter(({ list }) => list);
  const types = new Set([
    ...operations.flatMap(({ body, answers: all }) =>
      [...(body?.kinds ?? []), ...all].map(({ type }) => type),
    ),
    ...intents.flatMap(({ data, output }) => [data, output]),
  ]);
  const imported = [...types].filter((type) => /^[A-Z]\w*$/.test(type)).sort();
  return `import type { Answered, CallOptions, OperationFacts } from '../operation';
import type { ${imported.join(', ')} } from './types';

/** Arguments and answers of every operation, by its operationId. */
export interface Operations {
${operations.map(shape).join('')}}

export type OperationId = keyof Operations;
export type Args<Id extends OperationId> = Operations[Id]['args'];
export type Answer<Id extends OperationId> = Operations[Id]['answer'];
/** What a method answers: it asks without a condition, so 304 is none of it. */
export type Body<Id extends OperationId> = Exclude<Answer<Id>, { status: 304 }>['body'];
/** Arguments of a method: whoever asks by If-None-Match needs the status too, which call() gives. */
export type MethodArgs<Id extends OperationId> = Omit<Args<Id>, 'ifNoneMatch'>;

/** What can be asked of this mesh: what is wished, and what is answered. */
export interface Intents {
${intents.map(({ intent, data, output }) => `${quoted(intent)}: { data: ${data}; output: ${output} };\n`).join('')}}

/** What the transport needs to know. */
export const OPERATIONS = {
${operations.map(entry).join('')}} as const satisfies Record<OperationId, OperationFacts>;

/** One method for each operation. */
export interface Methods {
${operations.map(method).join('')}}

/** Lists that come in pages, as one. */
export interface PagedMethods {
${pages.map(paged).join('')}}
`;
};
