import { STRUCTURED } from '../../../contracts/envelope';
import type { SchemaBook } from '../../../contracts/schema-book';
import type { Catalog } from '../../catalog';
import { schemaComponents } from '../schema-components';
import { channelsOf, type HubReader } from './channels';
import { CLOUD_EVENT, cloudEventSchema } from './envelope';
import { eventKinds } from './event-kinds';
import { WEBHOOK_SCHEMA, messagesOf } from './messages';
import { operationsOf } from './operations';
import { SECURITY, serversOf } from './servers';

export interface AsyncApiOptions {
  catalog: Pick<Catalog, 'intents'>;
  book: SchemaBook;
  readers: readonly HubReader[];
  /** Of the mesh. */
  version: string;
}

const DESCRIPTION = `Every event of the mesh. Operations are those of the mesh's own apps: what it sends, others may receive.
Outsiders send intents over HTTP, never to a hub; whoever wants to look at what passes reads a hub by its consumer group
\`observability\`. Types of intents, tasks and ends are stable; \`mesh.*\` may change with the code.`;

/** The AsyncAPI 3.0 document of all events, but for its servers. @see https://www.asyncapi.com/docs/reference/specification/v3.0.0 */
export const asyncApiDocument = ({ catalog, book, readers, version }: AsyncApiOptions) => {
  const kinds = eventKinds(catalog);
  return {
    asyncapi: '3.0.0',
    id: 'urn:agent-mesh',
    info: { title: 'Agent mesh: events', version, description: DESCRIPTION, license: { name: 'MIT' } },
    defaultContentType: STRUCTURED,
    channels: channelsOf(kinds, readers),
    operations: operationsOf(kinds, readers),
    components: {
      securitySchemes: SECURITY,
      messages: messagesOf(book, kinds),
      schemas: {
        [CLOUD_EVENT]: cloudEventSchema,
        ...schemaComponents(book, [...kinds.map(({ schema }) => schema), WEBHOOK_SCHEMA]),
      } as Record<string, unknown>,
    },
  };
};

/** The document as it is served: `publicUrl` is where callers reach the mesh, without `/api`. */
export const servedAsyncApi = (document: ReturnType<typeof asyncApiDocument>, publicUrl: URL) => ({
  ...document,
  servers: serversOf(publicUrl),
});
