import { PROBLEMS, type ProblemKind } from '../../contracts/problems';
import type { Metrics } from '../ports/metrics';
import type { ApiResponse, Route } from './route';

/** @see https://opentelemetry.io/docs/specs/semconv/http/http-metrics/ */
const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** These tell how a run ended; nothing was refused. */
const OF_RUNS: ReadonlySet<ProblemKind> = new Set<ProblemKind>([
  'run-failed',
  'run-expired',
  'run-cancelled',
]);

const PREFIX = '/problems/';

const refusedAs = ({ body }: ApiResponse): ProblemKind | undefined => {
  const type = (body as { type?: unknown } | undefined)?.type;
  if (typeof type !== 'string' || !type.startsWith(PREFIX)) return undefined;
  const kind = type.slice(PREFIX.length) as ProblemKind;
  return kind in PROBLEMS && !OF_RUNS.has(kind) ? kind : undefined;
};

export interface Answered {
  method: string;
  /** Absent where nothing is at the path. */
  route: Route | undefined;
  response: ApiResponse;
  tookMs: number;
}

/** How long an answer took, and why it was a refusal if it was one. */
export const measureAnswer = (metrics: Metrics, { method, route, response, tookMs }: Answered): void => {
  const { status } = response;
  metrics.record('http.server.request.duration', tookMs / 1_000, {
    ...(route && { 'http.route': `/api/${route.path}` }),
    'http.request.method': METHODS.has(method) ? method : '_OTHER',
    'http.response.status_code': status,
  });
  if (status < 400) return;
  const problem = refusedAs(response);
  if (problem)
    metrics.count('mesh.requests.refused', 1, {
      'http.response.status_code': status,
      'mesh.problem': problem,
    });
};
