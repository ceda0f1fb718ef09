import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { LIMITS } from '../contracts/limits';
import type { ApiRequest, ApiResponse } from '../mesh/gateway/route';

const NOTHING = new Uint8Array(0);
const BODILESS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** A body that says itself that it is too large is not read: the gateway refuses it by its header. */
const isReadable = ({ method, headers }: HttpRequest): boolean =>
  !BODILESS.has(method) && !(Number(headers.get('content-length')) > LIMITS.body);

export const toApiRequest = async (request: HttpRequest): Promise<ApiRequest> => ({
  method: request.method,
  url: new URL(request.url),
  params: request.params,
  headers: Object.fromEntries(request.headers),
  body: isReadable(request) ? new Uint8Array(await request.arrayBuffer()) : NOTHING,
});

export const fromApiResponse = ({ status, headers, body }: ApiResponse): HttpResponseInit =>
  body === undefined
    ? { status, ...(headers && { headers }) }
    : { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };

/** The handler of an HTTP function that a gateway answers. */
export const httpHandler =
  (answer: (request: ApiRequest) => Promise<ApiResponse>) =>
  async (request: HttpRequest): Promise<HttpResponseInit> =>
    fromApiResponse(await answer(await toApiRequest(request)));
