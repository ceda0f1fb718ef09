import { PlatformError } from '../../contracts/errors';
import { LIMITS } from '../../contracts/limits';
import { parseMediaType } from '../../contracts/envelope';
import type { Problem } from '../../contracts/problem';
import { problem } from '../../contracts/problems';
import type { Clock } from '../ports/clock';
import type { Log } from '../ports/log';
import type { Metrics } from '../ports/metrics';
import type { Span, Tracer } from '../ports/tracer';
import { measureAnswer } from './measure-answer';
import { ProblemError, refusal, unavailable } from './problem-error';
import type { ApiRequest, ApiResponse, Caller, Route } from './route';
import { router, type Match } from './router';
import { UnauthorizedError, type Verify } from './verify';

export interface GatewayOptions {
  routes: readonly Route[];
  verify: Verify;
  log: Log;
  tracer: Tracer;
  metrics: Metrics;
  clock: Pick<Clock, 'now'>;
}

/**
 * API Management calls with its own token in `Authorization`, and hands on the caller's in this header. It is verified
 * like any other, so that whoever sends it without API Management gains nothing.
 */
const CALLER_TOKEN = 'x-mesh-authorization';

/** Who calls a route that is open to everyone: nobody, of no tenant, with no role. */
const NOBODY: Caller = { tenant: '', type: 'app', id: '', roles: [] };

const asResponse = (body: Problem, headers: Readonly<Record<string, string>> = {}): ApiResponse => ({
  status: body.status,
  headers: { 'content-type': 'application/problem+json', ...headers },
  body,
});

/** @see https://www.rfc-editor.org/rfc/rfc6750#section-3 */
const challenge = ({ code, message }: UnauthorizedError): string =>
  code ? `Bearer error="${code}", error_description="${message.replace(/["\\]/g, "'")}"` : 'Bearer';

/** The answer to an error that says something to the caller; undefined for one of ours. */
const knownAnswer = (error: unknown): ApiResponse | undefined => {
  if (error instanceof ProblemError) return asResponse(error.problem, error.headers);
  if (error instanceof UnauthorizedError)
    return asResponse(problem('unauthenticated', `${sentence(error.message)}.`), {
      'www-authenticate': challenge(error),
    });
  return undefined;
};

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const traceIdOf = (traceparent: string | undefined) => traceparent?.split('-')[1];

const checkSize = ({ headers, body }: ApiRequest): void => {
  if (body.length > LIMITS.body || Number(headers['content-length']) > LIMITS.body)
    throw refusal('too-large', `A request may have at most ${LIMITS.body / 1024} KiB.`);
};

/** A route that names what it reads reads nothing else; `*` stands for any type. */
const checkMediaType = ({ request: types }: Route, { headers, body }: ApiRequest): void => {
  if (!types || '*/*' in types || (body.length === 0 && headers['content-type'] === undefined)) return;
  const { essence = '' } = parseMediaType(headers['content-type'] ?? '') ?? {};
  if (!Object.hasOwn(types, essence))
    throw refusal('unsupported-media-type', `Send ${Object.keys(types).join(' or ')} as Content-Type.`);
};

/**
 * Answers requests: finds the route, asks who calls, checks their role, and lets the route handle it. Whatever goes
 * wrong becomes problem details (RFC 9457); of what is our fault the caller learns nothing but the trace to ask for.
 */
export const gateway = ({ routes, verify, log, tracer, metrics, clock }: GatewayOptions) => {
  const find = router(routes);

  const admit = async ({ role }: Route, { headers }: ApiRequest): Promise<Caller> => {
    if (role === undefined) return NOBODY;
    const caller = await verify(headers[CALLER_TOKEN] ?? headers['authorization']);
    if (!caller.roles.includes(role))
      throw refusal('forbidden', `The role ${role} is missing: have it assigned to the caller.`, { role });
    return caller;
  };

  const serve = async (match: Match, request: ApiRequest, span: Span): Promise<ApiResponse> => {
    switch (match.kind) {
      case 'unknown':
        throw refusal('not-found', `There is nothing at ${request.url.pathname}: see /api/openapi.json.`);
      case 'wrong-method':
        throw new ProblemError(
          problem('method-not-allowed', `${request.url.pathname} takes ${match.allow.join(', ')}.`),
          { allow: match.allow.join(', ') },
        );
      case 'found': {
        const { route, params } = match;
        const caller = await admit(route, request);
        checkSize(request);
        checkMediaType(route, request);
        return route.handle({ ...request, params }, caller, span);
      }
    }
  };

  /** What nobody is to see: logged, with the trace that the caller is told. */
  const failed = (error: unknown, route: string, trace: string | undefined): ApiResponse => {
    const isPlatform = error instanceof PlatformError;
    const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
    log[isPlatform ? 'warn' : 'error'](`${route} failed: ${told}`, trace === undefined ? {} : { trace });
    const extras = trace === undefined ? {} : { trace };
    if (!isPlatform)
      return asResponse(problem('internal', 'Something went wrong that should not have.', extras));
    const { problem: body, headers } = unavailable(
      'A service that is needed does not answer. Try again.',
      extras,
    );
    return asResponse(body, headers);
  };

  const answer = async (match: Match, request: ApiRequest): Promise<ApiResponse> => {
    const route = match.kind === 'found' ? `${request.method} /api/${match.route.path}` : request.method;
    let traceparent: string | undefined;
    try {
      return await tracer.span(
        route,
        {
          kind: 'server',
          parent: request.headers['traceparent'],
          attributes: { 'http.request.method': request.method, 'url.path': pathOf(match, request) },
        },
        async (span) => {
          traceparent = span.traceparent;
          const response = await answered(serve(match, request, span));
          span.set('http.response.status_code', response.status);
          return response;
        },
      );
    } catch (error) {
      return failed(error, route, traceIdOf(traceparent));
    }
  };

  return async (request: ApiRequest): Promise<ApiResponse> => {
    const begun = clock.now();
    const match = find(request.method, request.url.pathname);
    const response = await answer(match, request);
    const route = match.kind === 'found' ? match.route : undefined;
    measureAnswer(metrics, { method: request.method, route, response, tookMs: clock.now() - begun });
    return response;
  };
};

/** The path as it may be told: some hold a secret. */
const pathOf = (match: Match, { url }: ApiRequest): string =>
  match.kind === 'found' && match.route.secretPath ? `/api/${match.route.path}` : url.pathname;

/** Problems are answers; only what is our fault makes a span fail. */
const answered = (work: Promise<ApiResponse>): Promise<ApiResponse> =>
  work.catch((error: unknown) => {
    const answer = knownAnswer(error);
    if (answer) return answer;
    throw error;
  });
