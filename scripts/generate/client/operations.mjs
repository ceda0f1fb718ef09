// What the client needs to know of each operation of the document.

/** POSTs that name what they ask for in their own body, change nothing, or come to the same when they are sent twice. */
const REPEATABLE = new Set(['PostEvents', 'PostIntent', 'StopReplay', 'CheckPlan']);

const COMPONENT = '#/components/schemas/';

export const pascal = (text) =>
  text
    .split(/[^A-Za-z0-9]+/)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');
export const camel = (text) => pascal(text).charAt(0).toLowerCase() + pascal(text).slice(1);

/** `Mesh-Reference` -> `meshReference`; a query or path parameter keeps its name. */
const argumentName = ({ name, in: place }) => (place === 'header' ? camel(name.toLowerCase()) : name);

const isJson = (mediaType) => /[/+]json$/.test(mediaType);

/** Name of the type of a schema: that of its component, else one after the operation. */
const typeOf = (schema, name) =>
  typeof schema.$ref === 'string'
    ? { type: pascal(schema.$ref.slice(COMPONENT.length)) }
    : { type: name, define: { [name]: schema } };

const bodyOf = ({ operationId, requestBody }) => {
  if (!requestBody) return undefined;
  const kinds = Object.entries(requestBody.content).map(([mediaType, { schema }], index) => ({
    mediaType,
    ...(isJson(mediaType)
      ? typeOf(schema, `${operationId}Body${index || ''}`)
      : { type: 'string | Uint8Array<ArrayBuffer>' }),
  }));
  return { required: requestBody.required === true, kinds };
};

const jsonSchemaOf = ({ content = {} }) =>
  Object.entries(content).find(([mediaType]) => isJson(mediaType))?.[1].schema;

const isProblem = (schema) => schema?.$ref === `${COMPONENT}Problem`;

/** What is no problem: done, unchanged, or a refusal that has a shape of its own. */
const isAnswer = ([status, response]) => {
  const schema = jsonSchemaOf(response);
  return /^(2\d\d|304)$/.test(status) || (/^\d+$/.test(status) && schema !== undefined && !isProblem(schema));
};

/** 204 beside another success is the end of a stream, which is not asked for by a method. */
const isForStreams = ([status], all) => status === '204' && all.some(([other]) => /^20[0-3]$/.test(other));

const answersOf = ({ operationId, responses }) =>
  Object.entries(responses)
    .filter(isAnswer)
    .filter((one, _, all) => !isForStreams(one, all))
    .map(([status, response]) => {
      const schema = jsonSchemaOf(response);
      return {
        status: Number(status),
        ...(schema ? typeOf(schema, `${operationId}${status}`) : { type: 'undefined' }),
      };
    });

/** Name of the list in a page, where the operation answers in pages. */
const listIn = (document, { parameters = [] }, answers) => {
  if (!parameters.some(({ name, in: place }) => name === 'cursor' && place === 'query')) return undefined;
  const page = answers.find(({ status }) => status === 200);
  const schema = page?.define?.[page.type] ?? componentOf(document, page?.type);
  if (!schema?.properties?.cursor) return undefined;
  return Object.keys(schema.properties).find((name) => schema.properties[name].type === 'array');
};

const componentOf = ({ components }, type) =>
  Object.entries(components.schemas).find(([name]) => pascal(name) === type)?.[1];

/** @returns every operation, in the order of the document */
export const operationsOf = (document) =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      const { operationId, summary, description, parameters = [] } = operation;
      const answers = answersOf(operation);
      const named = parameters.map((one) => ({ ...one, argument: argumentName(one) }));
      return {
        operationId,
        method: method.toUpperCase(),
        path,
        summary,
        description,
        parameters: named,
        body: bodyOf(operation),
        answers,
        takes: answers.map(({ status }) => status).filter((status) => status >= 400),
        list: listIn(document, operation, answers),
        safe: method !== 'post' || REPEATABLE.has(operationId),
        keyed: named.find(({ argument }) => argument === 'idempotencyKey')?.argument,
      };
    }),
  );

/** Types of data and output, by the type of the intent. */
export const intentsOf = (document) =>
  Object.entries(document['x-intents']).map(([intent, { data, output }]) => ({
    intent,
    data: typeOf(data).type,
    output: typeOf(output).type,
  }));
