import { problem } from '../../../contracts/problems';
import { hasEnded, type Run } from '../../planner/run';
import type { RunView } from '../../planner/view';
import { RUN_ID, SINCE, findRun, noRun, sinceOf } from '../find-run';
import { ProblemError } from '../problem-error';
import { ref, type ApiRequest, type ApiResponse, type Route } from '../route';
import { showRun } from '../show-run';
import type { RunRouteDeps } from '../run-route-deps';

const POLL_S = { least: 5, most: 300 };

/** Seconds until it is worth asking again: a tenth of the run's age, so that who waits for days asks seldom. */
export const pollAfterS = (ageMs: number): number =>
  Math.min(POLL_S.most, Math.max(POLL_S.least, Math.ceil(ageMs / 10_000)));

/** A run that did not end well, for those who wait for its output. */
const unhappyEnd = ({ id, status }: Run, { failure, reason }: RunView): ProblemError => {
  const kind = status === 'expired' ? 'run-expired' : status === 'cancelled' ? 'run-cancelled' : 'run-failed';
  const detail = failure?.message ?? reason ?? `The run is ${status}.`;
  const extras = { runId: id, ...(failure && { failure }), ...(reason !== undefined && { reason }) };
  return new ProblemError(problem(kind, detail, extras));
};

/** Answers with the output of a run, or with where to ask again: the polling protocol of Power Automate. */
const answerResult = (deps: RunRouteDeps): Route['handle'] => {
  const find = findRun(deps);
  const show = showRun(deps);

  const notYet = (request: ApiRequest, run: Run | undefined): ApiResponse => {
    const id = request.params['id']!;
    const links = deps.links(request);
    const now = deps.clock.now();
    return {
      status: 202,
      headers: {
        location: links.result(id, sinceOf(request, now)),
        'retry-after': String(pollAfterS(now - (run?.acceptedAt ?? now))),
      },
      body: { runId: id, status: run?.status ?? 'accepted', link: links.run(id) },
    };
  };

  return async (request, caller) => {
    const run = (await find.expected(request, caller))?.run;
    const { type, id } = request.params;
    if (run && type !== undefined && run.intent.type !== type) throw noRun(id!);
    if (!run || !hasEnded(run)) return notYet(request, run);
    const seen = await show(run);
    if (run.status !== 'completed') throw unhappyEnd(run, seen);
    return { status: 200, body: seen.output ?? null };
  };
};

const RESPONSES: Route['responses'] = {
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
};

export const getResult = (deps: RunRouteDeps): Route => ({
  method: 'GET',
  path: 'runs/{id}/result',
  operationId: 'GetResult',
  summary: 'Fetch the result of a run',
  description:
    'Answers 202 with the address to ask again until the run ends, and then its output: the polling protocol of Power Automate.',
  role: 'Mesh.Read',
  params: RUN_ID,
  query: SINCE,
  responses: RESPONSES,
  handle: answerResult(deps),
});

/** The same where the type is part of the address, so that a description of it can say what the output looks like. */
export const getResultOfIntent = (deps: RunRouteDeps): Route => ({
  ...getResult(deps),
  path: 'intents/{type}/runs/{id}/result',
  operationId: 'GetResultOfIntent',
  summary: 'Fetch the result of an intent of a type',
  description: 'The result of a run whose intent is of this type; a run of another type is not there.',
  params: { type: { description: 'Type of the intent.', schema: { type: 'string' } }, ...RUN_ID },
});
