import { openApiDocument, type OpenApiOptions } from '../openapi';
import type { Route } from '../route';

export interface OpenApiRouteDeps extends OpenApiOptions {
  /** Where callers reach the mesh, without `/api`; the address of the request if absent. */
  publicUrl?: string | undefined;
}

/** The document of the routes, its own among them. */
export const openApiRoute = ({ publicUrl, ...options }: OpenApiRouteDeps): Route => {
  const route: Route = {
    method: 'GET',
    path: 'openapi.json',
    operationId: 'GetOpenApi',
    summary: 'Read this document',
    description: 'Describes every route of the mesh in OpenAPI 3.1.',
    responses: { 200: { description: 'The document.', schema: { type: 'object' } } },
    handle: async ({ url }) => ({
      status: 200,
      body: { ...document, servers: [{ url: publicUrl ?? url.origin }] },
    }),
  };
  const document = openApiDocument({ ...options, routes: [...options.routes, route] });
  return route;
};
