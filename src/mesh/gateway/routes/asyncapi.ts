import { asyncApiDocument, servedAsyncApi, type AsyncApiOptions } from '../asyncapi/document';
import type { Route } from '../route';

export interface AsyncApiRouteDeps extends AsyncApiOptions {
  /** Where callers reach the mesh, without `/api`; the address of the request if absent. */
  publicUrl?: string | undefined;
}

/** The document of all events: open to everyone, as that of the routes is. */
export const asyncApiRoutes = ({ publicUrl, ...options }: AsyncApiRouteDeps): readonly Route[] => {
  // Made when it is first asked for: a start need not wait for it.
  let made: ReturnType<typeof asyncApiDocument> | undefined;
  const document = () => (made ??= asyncApiDocument(options));
  return [
    {
      method: 'GET',
      path: 'asyncapi.json',
      operationId: 'GetAsyncApi',
      summary: 'Read the document of all events',
      description: 'Describes every event of the mesh, and who sends and reads it, in AsyncAPI 3.0.',
      responses: { 200: { description: 'The document.', schema: { type: 'object' } } },
      handle: async ({ url }) => ({
        status: 200,
        body: servedAsyncApi(document(), new URL(publicUrl ?? url.origin)),
      }),
    },
  ];
};
