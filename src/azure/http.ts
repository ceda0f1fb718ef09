import type { HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import { LIMITS } from '../contracts/limits';
import type { ApiRequest, ApiResponse } from '../mesh/gateway/route';
import { textStream } from './text-stream';

const NOTHING = new Uint8Array(0);
const BODILESS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
const NO_PARAMS = {};

/** A body that says itself that it is too large is not read: the gateway refuses it by its header. */
const isReadable = ({ method, headers }: HttpRequest): boolean =>
  !BODILESS.has(method) && !(Number(headers.get('content-length')) > LIMITS.body);

export const toApiRequest = async (request: HttpRequest, signal?: AbortSignal): Promise<ApiRequest> => ({
  method: request.method,
  url: new URL(request.url),
  // Where answers stream, the platform puts query keys and members of JSON bodies here too: the gateway finds its own.
  params: NO_PARAMS,
  headers: Object.fromEntries(request.headers),
  body: isReadable(request) ? new Uint8Array(await request.arrayBuffer()) : NOTHING,
  ...(signal && { signal }),
});

export const fromApiResponse = ({ status, headers, body, stream }: ApiResponse): HttpResponseInit => {
  if (stream) return { status, ...(headers && { headers }), body: textStream(stream) };
  return body === undefined
    ? { status, ...(headers && { headers }) }
    : { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
};

/** Tells when the caller of an invocation has gone; undefined where that is not known. */
export type GoneOf = (invocationId: string) => AbortSignal | undefined;

/** The handler of an HTTP function that a gateway answers. It always answers: with streams, whoever gets nothing waits for ever. */
export const httpHandler =
  (answer: (request: ApiRequest) => Promise<ApiResponse>, goneOf: GoneOf = () => undefined) =>
  async (
    request: HttpRequest,
    context?: Pick<InvocationContext, 'invocationId'>,
  ): Promise<HttpResponseInit> =>
    fromApiResponse(await answer(await toApiRequest(request, context && goneOf(context.invocationId))));
