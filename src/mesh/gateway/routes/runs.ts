import { MESH } from '../../../contracts/event-types';
import { problem } from '../../../contracts/problems';
import { hasEnded, type Run } from '../../planner/run';
import { journalOf, refsOf, viewRun } from '../../planner/view';
import type { Clock } from '../../ports/clock';
import type { ContentStore } from '../../ports/content-store';
import type { Log } from '../../ports/log';
import type { Publisher } from '../../ports/publisher';
import type { IndexedRun, RunIndex } from '../../ports/run-index';
import type { RunStore } from '../../ports/run-store';
import { commandTo } from '../command';
import { findRun, isExpected, noRun } from '../find-run';
import { jsonBody } from '../json-body';
import type { Links } from '../links';
import { ProblemError, refusal } from '../problem-error';
import { numberIn, textIn, wordIn } from '../query';
import { ref, type ApiRequest, type ApiResponse, type Caller, type Route } from '../route';
import { sendAll } from '../send';
import { STATUSES } from '../statuses';
import { waitFor } from '../wait-for';

export interface RunRouteDeps {
  runs: RunStore;
  index: RunIndex;
  contents: ContentStore;
  publisher: Publisher;
  clock: Clock;
  log: Log;
  links(request: ApiRequest): Links;
}

const LONGEST_WAIT_S = 60;
const POLL_AFTER_S = 5;
const MAX_PAGE = 200;

const ID = { id: { description: 'Id of the run.', schema: { type: 'string', format: 'uuid' } } };
const SINCE = {
  since: {
    description:
      'When the intent was accepted (milliseconds since the epoch, or RFC 3339): for ten minutes from then on the answer is `accepted` although the run is not there yet. Part of the link that accepting gave.',
    schema: { type: 'string' },
  },
};
const PAGE = {
  cursor: { description: 'Where the page before ended.', schema: { type: 'string' } },
  limit: {
    description: 'How many at most; 50 where absent.',
    schema: { type: 'integer', minimum: 1, maximum: MAX_PAGE },
  },
};
export const pageOf = (request: ApiRequest) => {
  const cursor = textIn(request, 'cursor');
  return {
    limit: numberIn(request, 'limit', { min: 1, max: MAX_PAGE, absent: 50 }),
    ...(cursor !== undefined && { cursor }),
  };
};
export { PAGE };

const CANCEL = {
  type: 'object',
  additionalProperties: false,
  properties: { reason: { type: 'string', minLength: 1, maxLength: 4000, description: 'Why, for people.' } },
} as const;

/** What a run that did not end well answers to those who wait for its output. */
const unhappyEnd = (run: Run, view: ReturnType<typeof viewRun>): ApiResponse => {
  const kind = ({ failed: 'run-failed', expired: 'run-expired', cancelled: 'run-cancelled' } as const)[
    run.status as 'failed' | 'expired' | 'cancelled'
  ];
  const detail = view.failure?.message ?? view.reason ?? `The run is ${run.status}.`;
  const { failure, reason } = view;
  const body = problem(kind, detail, {
    runId: run.id,
    ...(failure && { failure }),
    ...(reason !== undefined && { reason }),
  });
  throw new ProblemError(body);
};

/** What became of intents. */
export const runRoutes = (deps: RunRouteDeps): readonly Route[] => {
  const { index, contents, clock, links } = deps;
  const find = findRun(deps.runs);
  const send = sendAll(deps);
  const readCancel = jsonBody<{ reason?: string }>(CANCEL);

  /** The run, or undefined where it is expected. */
  const lookUp = async ({ params, url }: ApiRequest, caller: Caller): Promise<Run | undefined> => {
    const run = await find(params['id']!, caller);
    if (!run && !isExpected(url.searchParams.get('since'), clock.now())) throw noRun(params['id']!);
    return run;
  };
  const mustFind = async ({ params }: ApiRequest, caller: Caller): Promise<Run> => {
    const run = await find(params['id']!, caller);
    if (!run) throw noRun(params['id']!);
    return run;
  };

  const readAll = async (refs: readonly string[]): Promise<ReadonlyMap<string, unknown>> =>
    new Map(
      await Promise.all(
        refs.map(async (name) => {
          const bytes = await contents.get(name);
          return [name, bytes && JSON.parse(Buffer.from(bytes).toString('utf8'))] as const;
        }),
      ),
    );
  const view = async (run: Run) => {
    const read = await readAll(refsOf(run));
    return viewRun(run, (name) => read.get(name));
  };

  const listed = (request: ApiRequest) => {
    const to = links(request);
    return ({ run, status, type, subject, acceptedAt, at }: IndexedRun) => ({
      runId: run,
      type,
      status,
      ...(subject !== undefined && { subject }),
      acceptedAt: new Date(acceptedAt).toISOString(),
      changedAt: new Date(at).toISOString(),
      link: to.run(run),
    });
  };

  return [
    {
      method: 'GET',
      path: 'runs',
      operationId: 'ListRuns',
      summary: 'List runs',
      description:
        'Lists the runs of the tenant, newest first. A page may hold fewer than its limit and still have a cursor.',
      role: 'Mesh.Read',
      query: {
        status: { description: 'Only runs with this status.', schema: { type: 'string', enum: STATUSES } },
        type: { description: 'Only runs of this type of intent.', schema: { type: 'string' } },
        subject: { description: 'Only runs about this.', schema: { type: 'string' } },
        ...PAGE,
      },
      responses: { 200: { description: 'A page of runs.', schema: ref('Runs') } },
      handle: async (request, { tenant }) => {
        const status = wordIn(request, 'status', STATUSES);
        const type = textIn(request, 'type');
        const subject = textIn(request, 'subject');
        const page = await index.list({
          tenant,
          ...(status && { status }),
          ...(type !== undefined && { type }),
          ...(subject !== undefined && { subject }),
          ...pageOf(request),
        });
        const { cursor } = page;
        return {
          status: 200,
          body: { runs: page.items.map(listed(request)), ...(cursor !== undefined && { cursor }) },
        };
      },
    },
    {
      method: 'GET',
      path: 'runs/{id}',
      operationId: 'GetRun',
      summary: 'See a run',
      description:
        'Tells the status of a run, its steps and its output, and can hold the answer until the run ends.',
      role: 'Mesh.Read',
      params: ID,
      query: {
        ...SINCE,
        wait: {
          description: 'Seconds to hold the answer until the run ends.',
          schema: { type: 'integer', minimum: 0, maximum: LONGEST_WAIT_S },
        },
      },
      responses: { 200: { description: 'The run as it is.', schema: ref('Run') } },
      handle: async (request, caller) => {
        const waitMs = 1000 * numberIn(request, 'wait', { min: 0, max: LONGEST_WAIT_S, absent: 0 });
        const done = (run: Run | undefined) => run !== undefined && hasEnded(run);
        const run = await waitFor(() => lookUp(request, caller), { done, waitMs, clock });
        return {
          status: 200,
          body: run ? await view(run) : { runId: request.params['id'], status: 'accepted' },
        };
      },
    },
    {
      method: 'GET',
      path: 'runs/{id}/result',
      operationId: 'GetResult',
      summary: 'Fetch the result of a run',
      description:
        'Answers 202 with the address to ask again until the run ends, and then its output: the polling protocol of Power Automate.',
      role: 'Mesh.Read',
      params: ID,
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
        422: { description: 'The run failed, expired, or was cancelled.', schema: ref('Problem') },
      },
      handle: async (request, caller) => {
        const run = await lookUp(request, caller);
        const id = request.params['id']!;
        if (!run || !hasEnded(run)) return notYet(request, { id, run });
        const seen = await view(run);
        return run.status === 'completed'
          ? { status: 200, body: seen.output ?? null }
          : unhappyEnd(run, seen);
      },
    },
    {
      method: 'GET',
      path: 'runs/{id}/events',
      operationId: 'GetJournal',
      summary: 'Read the journal of a run',
      description: 'Lists what the run took in and what it gave out, in the order in which it happened.',
      role: 'Mesh.Read',
      params: ID,
      responses: { 200: { description: 'The journal so far.', schema: ref('Journal') } },
      handle: async (request, caller) => {
        const run = await mustFind(request, caller);
        return { status: 200, body: { runId: run.id, events: journalOf(run) } };
      },
    },
    {
      method: 'POST',
      path: 'runs/{id}/cancel',
      operationId: 'CancelRun',
      summary: 'Cancel a run',
      description: 'Asks a run to stop. Tasks that have not started will not; what has happened stays.',
      role: 'Mesh.Operate',
      params: ID,
      request: { 'application/json': { schema: CANCEL } },
      responses: {
        202: { description: 'The run will be cancelled.', schema: ref('Accepted') },
        409: { description: 'The run has ended.', schema: ref('Problem') },
      },
      handle: async (request, caller, { traceparent }) => {
        const data = readCancel(request.body);
        const run = await mustFind(request, caller);
        if (hasEnded(run))
          throw refusal('conflict', `The run is ${run.status}: there is nothing left to cancel.`, {
            runId: run.id,
            runStatus: run.status,
          });
        await send([
          commandTo(MESH.runCancel, { run, subject: run.id, caller, now: clock.now(), traceparent, data }),
        ]);
        return { status: 202, body: { runId: run.id, status: run.status, link: links(request).run(run.id) } };
      },
    },
  ];

  function notYet(request: ApiRequest, { id, run }: { id: string; run: Run | undefined }): ApiResponse {
    const since = request.url.searchParams.get('since');
    const to = links(request);
    const location = `${to.result(id)}${since === null ? '' : `?since=${encodeURIComponent(since)}`}`;
    return {
      status: 202,
      headers: { location, 'retry-after': String(POLL_AFTER_S) },
      body: { runId: id, status: run?.status ?? 'accepted', link: to.run(id) },
    };
  }
};
