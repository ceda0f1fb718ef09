import { problem } from '../../../contracts/problems';
import { hasEnded, type Run } from '../../planner/run';
import type { RunView } from '../../planner/view';
import { RUN_ID, SINCE, findRun } from '../find-run';
import { ProblemError } from '../problem-error';
import { ref, type ApiRequest, type ApiResponse, type Route } from '../route';
import { showRun } from '../show-run';
import type { RunRouteDeps } from '../run-route-deps';

const POLL_AFTER_S = 5;

/** A run that did not end well, for those who wait for its output. */
const unhappyEnd = ({ id, status }: Run, { failure, reason }: RunView): ProblemError => {
  const kind = status === 'expired' ? 'run-expired' : status === 'cancelled' ? 'run-cancelled' : 'run-failed';
  const detail = failure?.message ?? reason ?? `The run is ${status}.`;
  const extras = { runId: id, ...(failure && { failure }), ...(reason !== undefined && { reason }) };
  return new ProblemError(problem(kind, detail, extras));
};

/** The output of a run, by the polling protocol of Power Automate. */
export const getResult = (deps: RunRouteDeps): Route => {
  const find = findRun(deps);
  const show = showRun(deps.contents);

  const notYet = (request: ApiRequest, run: Run | undefined): ApiResponse => {
    const id = request.params['id']!;
    const since = request.url.searchParams.get('since');
    const links = deps.links(request);
    return {
      status: 202,
      headers: { location: links.result(id, since ?? undefined), 'retry-after': String(POLL_AFTER_S) },
      body: { runId: id, status: run?.status ?? 'accepted', link: links.run(id) },
    };
  };

  return {
    method: 'GET',
    path: 'runs/{id}/result',
    operationId: 'GetResult',
    summary: 'Fetch the result of a run',
    description:
      'Answers 202 with the address to ask again until the run ends, and then its output: the polling protocol of Power Automate.',
    role: 'Mesh.Read',
    params: RUN_ID,
    query: SINCE,
    responses: {
      200: {
        description: 'The output of the run.',
        schema: { description: 'As the type of the intent says.' },
      },
      202: {
        description: 'The run has not ended.',
        schema: ref('Accepted'),
        headers: {
          Location: { description: 'Where to ask again.', schema: { type: 'string', format: 'uri' } },
          'Retry-After': { description: 'Seconds until then.', schema: { type: 'integer' } },
        },
      },
      422: { description: 'The run failed, expired, or was cancelled.' },
    },
    handle: async (request, caller) => {
      const run = await find.expected(request, caller);
      if (!run || !hasEnded(run)) return notYet(request, run);
      const seen = await show(run);
      if (run.status !== 'completed') throw unhappyEnd(run, seen);
      return { status: 200, body: seen.output ?? null };
    },
  };
};
