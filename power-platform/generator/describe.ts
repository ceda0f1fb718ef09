import type { Operation as Served } from '../../infra/api/generator/served';
import { fileOf, findInBook, findInDocument } from './schema-place';
import { schemaConverter, faultText, type SchemaFault } from './swagger-schema';
import { operationAt, type Source } from './source';
import type { Parameter, Response, Schema, Visibility } from './swagger';

/** How a maker sees a field; its meaning comes from the route. */
export interface Field {
  title: string;
  description?: string;
  visibility?: Visibility;
  /** Sent as it is, and never shown. */
  fixed?: string;
}

/** Problems are told by what went wrong, not by a shape that a maker must know. */
const FAILED: Response = { description: 'What went wrong, and what to do about it.' };

/** Turns what the gateway says of a route into what a connector says of it. */
export const describer = (source: Source) => {
  const ofDocument = schemaConverter(findInDocument(source.document), { anything: true });
  const ofBook = schemaConverter(findInBook(source.book));
  const ofDeliveries = schemaConverter(findInBook(source.book), { anything: true });
  const definitions: Record<string, Schema> = {};

  const define = (name: string, schema: Schema): Schema => {
    definitions[name] = schema;
    return { $ref: `#/definitions/${name}` };
  };

  const served = (method: string, path: string) => operationAt(source, method, path);
  const place = (path: string) => ({ file: '/api/openapi.json', pointer: `/paths/${path}` });

  /** A shape of the document. */
  const shape = (schema: unknown, path: string): Schema => ofDocument.convert(schema, place(path));

  /** The shape of a schema file, which must say all that a form needs. */
  const fileShape = (key: string): Schema =>
    ofBook.convert(source.book.schema(key), { file: fileOf(key), pointer: '' });

  /** The shape of what the mesh sends: what it knows nothing of is an object. */
  const delivery = (key: string): Schema =>
    ofDeliveries.convert(source.book.schema(key), { file: fileOf(key), pointer: '' });

  const parameter = (operation: Served, name: string, field: Field): Parameter => {
    const found = operation.parameters?.find((one) => one.name === name);
    if (!found) throw new Error(`${operation.operationId} has no parameter ${name}`);
    const { description = '', ...type } = ofDocument.convert(
      { description: found['description' as never], ...found.schema },
      place(operation.operationId),
    );
    const { title, description: said, visibility, fixed } = field;
    const hidden = fixed !== undefined;
    return {
      name,
      in: found.in as 'path' | 'query',
      required: found.in === 'path' || hidden,
      ...type,
      ...(hidden && { default: fixed }),
      description: said ?? String(description),
      'x-ms-summary': title,
      ...(found.in === 'path' && { 'x-ms-url-encoding': 'single' as const }),
      ...(hidden && { 'x-ms-visibility': 'internal' as const }),
      ...(visibility && { 'x-ms-visibility': visibility }),
    };
  };

  /** The one answer with a shape, and all others. */
  const responses = (status: number, description: string, schema?: Schema): Record<string, Response> => ({
    [status]: { description, ...(schema && { schema }) },
    default: FAILED,
  });

  /** The shape of an answer, as the document has it. */
  const answer = (operation: Served, status: number): Schema =>
    shape(operation.responses[status]?.content?.['application/json']?.schema, operation.operationId);

  /** The shape of a body, but for the property that the type of the intent decides on. */
  const body = (operation: Served, decided = ''): Schema => {
    const { properties, ...schema } = operation.requestBody!.content!['application/json']!.schema!;
    const { [decided]: _decided, ...others } = properties as Schema;
    return shape({ ...schema, properties: others }, operation.operationId);
  };

  /** @throws Error that names all that cannot be said in a connector */
  const checked = <T>(document: T): T => {
    const faults: readonly SchemaFault[] = [ofBook, ofDeliveries, ofDocument].flatMap((one) => [
      ...one.faults,
    ]);
    if (faults.length === 0) return document;
    throw new Error(
      `the connector cannot carry these schemas:\n${[...new Set(faults.map(faultText))].join('\n')}`,
    );
  };

  return {
    source,
    served,
    shape,
    fileShape,
    delivery,
    parameter,
    responses,
    answer,
    body,
    define,
    definitions,
    checked,
  };
};

export type Describer = ReturnType<typeof describer>;

/** Gives a schema's properties a maker's words and visibility; what is not named is left out. */
export const fields = (schema: Schema, wanted: Readonly<Record<string, Field>>): Schema => {
  const properties = schema['properties'] as Record<string, Schema>;
  const required = (schema['required'] as readonly string[] | undefined) ?? [];
  const chosen = Object.entries(wanted).map(([name, field]) => {
    const property = properties[name];
    if (!property) throw new Error(`there is no property ${name}`);
    return [name, worded(property, field)] as const;
  });
  const needed = required.filter((name) => name in wanted);
  return {
    type: 'object',
    ...(needed.length > 0 && { required: needed }),
    properties: Object.fromEntries(chosen),
  };
};

const worded = (property: Schema, { title, description, visibility }: Field): Schema => ({
  ...property,
  title,
  ...(description !== undefined && { description }),
  ...(visibility && { 'x-ms-visibility': visibility }),
});
