import type { SchemaBook } from '../../../contracts/schema-book';
import type { Links } from '../links';
import { refusal } from '../problem-error';
import { ref, type ApiRequest, type Route } from '../route';

export interface SchemaRouteDeps {
  book: SchemaBook;
  links: (request: ApiRequest) => Links;
}

const partsOf = (key: string): { type: string; version: string } => {
  const at = key.lastIndexOf('@');
  return { type: key.slice(0, at), version: key.slice(at + 1) };
};

/** The schemas of events and skills: open to everyone, as the document that names them is. */
export const schemaRoutes = ({ book, links }: SchemaRouteDeps): readonly Route[] => [
  {
    method: 'GET',
    path: 'schemas',
    operationId: 'ListSchemas',
    summary: 'List schemas',
    description: 'Lists the schemas of all events and skills, with their addresses.',
    responses: { 200: { description: 'Every schema.', schema: ref('Schemas') } },
    handle: async (request) => {
      const to = links(request);
      const schemas = book.keys().map((key) => {
        const { type, version } = partsOf(key);
        return { type, version: Number(version), link: to.schema(type, version) };
      });
      return { status: 200, body: { schemas } };
    },
  },
  {
    method: 'GET',
    path: 'schemas/{type}/{version}',
    operationId: 'GetSchema',
    summary: 'Read a schema',
    description: 'Gives one schema, a JSON Schema of draft 2020-12.',
    params: {
      type: {
        description: 'Event type; or the name of a skill’s data, with its slash as %2F.',
        schema: { type: 'string' },
      },
      version: { description: 'Version of the schema.', schema: { type: 'integer', minimum: 1 } },
    },
    responses: { 200: { description: 'The schema.', schema: { type: 'object' } } },
    handle: async ({ params }) => {
      const { type, version } = params;
      const schema = book.schema(`${type}@${version}`);
      if (!schema)
        throw refusal('not-found', `There is no schema '${type}' of version ${version}. See /api/schemas.`);
      return { status: 200, headers: { 'content-type': 'application/schema+json' }, body: schema };
    },
  },
];
