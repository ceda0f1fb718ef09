import type { apiProperties } from '../../power-platform/generator/api-properties';
import type { Operation, Swagger } from '../../power-platform/generator/swagger';

/** What a maker has made of the connector: a connection, with who signed in and the key. */
export interface Connection {
  definition: Swagger;
  properties: ReturnType<typeof apiProperties>['properties'];
  /** Where the mesh really is, in the place of the definition's host and base path. */
  address: string;
  token: () => Promise<string>;
  subscriptionKey: string;
}

export interface WireRequest {
  method: string;
  url: string;
  headers?: Record<string, string>;
  body?: string;
}

/** Sends a request, and answers whatever comes. */
export type Send = (request: WireRequest) => Promise<Response>;

/** Where the platform runs the connection; whatever a flow asks of it goes here. */
export const RUNTIME = 'https://runtime.connectors.example/apim/agent-mesh/connection-1';

const METHODS = ['get', 'post', 'delete'] as const;

const fits = (template: string, pathname: string): boolean => {
  const [wanted, given] = [template.split('/'), pathname.split('/')];
  return (
    wanted.length === given.length && wanted.every((part, at) => part.startsWith('{') || part === given[at])
  );
};

/** Which operation of the connector a request is. */
const operationOf = ({ paths }: Swagger, method: string, pathname: string): Operation | undefined => {
  const template = Object.keys(paths).find((path) => fits(path, pathname));
  const verb = METHODS.find((one) => one === method.toLowerCase());
  return template === undefined || verb === undefined ? undefined : paths[template]![verb];
};

/** What a header policy sets, its expression replaced by what the connection has. */
const policyHeaders = ({ properties, subscriptionKey }: Connection): Record<string, string> =>
  Object.fromEntries(
    properties.policyTemplateInstances.map(({ parameters }) => [
      parameters['x-ms-apimTemplateParameter.name'],
      parameters['x-ms-apimTemplateParameter.value'].replace(
        "@connectionParameters('subscriptionKey')",
        subscriptionKey,
      ),
    ]),
  );

/** What power-platform/connector/script.csx does; its language cannot be run here. */
const throughScript = (response: Response, asked: string): Response => {
  const told = response.headers.get('location');
  if (response.status !== 202 || told === null) return response;
  const location = new URL(asked);
  for (const [name, value] of new URL(told).searchParams) location.searchParams.set(name, value);
  const headers = new Headers(response.headers);
  headers.set('location', location.href);
  return new Response(response.body, { status: response.status, headers });
};

/** Sends as it is, and follows nothing. */
export const sendAsIs: Send = ({ method, url, headers = {}, body }) =>
  fetch(url, { method, headers, ...(body !== undefined && { body }), redirect: 'manual' });

/**
 * The platform's side of a connection: it alone has the token and the key. A request that comes for an operation goes to
 * the mesh with both; answers come back as they are, but for the operations that run the script.
 */
export const connectorRuntime = (connection: Connection, send: Send = sendAsIs): Send => {
  const { definition, properties, address, token } = connection;
  return async (request) => {
    const { pathname, search } = new URL(request.url);
    const path = pathname.slice(new URL(RUNTIME).pathname.length);
    const operation = operationOf(definition, request.method, path);
    if (!operation) return new Response(null, { status: 404 });
    const response = await send({
      ...request,
      url: address + path + search,
      headers: { ...request.headers, ...policyHeaders(connection), authorization: `Bearer ${await token()}` },
    });
    return properties.scriptOperations.includes(operation.operationId)
      ? throughScript(response, request.url)
      : response;
  };
};
