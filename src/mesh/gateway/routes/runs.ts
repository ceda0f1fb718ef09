import { MESH } from '../../../contracts/event-types';
import { hasEnded } from '../../planner/run';
import type { IndexedRun } from '../../ports/run-index';
import type { StoredRun } from '../../ports/run-store';
import { commandTo } from '../command';
import {
  CHANGED,
  checkMatch,
  ETAG,
  IF_MATCH,
  IF_NONE_MATCH,
  NOT_MODIFIED,
  tagOfRun,
  unlessMatched,
} from '../conditions';
import { RUN_ID, SINCE, findRun } from '../find-run';
import { jsonBody } from '../json-body';
import type { Links } from '../links';
import { NEXT, PAGE, paged, pageOf, withCursor } from '../page';
import { refusal } from '../problem-error';
import { numberIn, textIn, wordIn } from '../query';
import { ref, type Route } from '../route';
import type { RunRouteDeps } from '../run-route-deps';
import { sendAll } from '../send';
import { showRun } from '../show-run';
import { STATUSES } from '../statuses';
import { waitFor } from '../wait-for';
import { getJournal } from './journal';
import { getResult, getResultOfIntent } from './run-result';

const LONGEST_WAIT_S = 60;

/** What became of intents. */
export const runRoutes = (deps: RunRouteDeps): readonly Route[] => [
  listRuns(deps),
  getRun(deps),
  getResult(deps),
  getResultOfIntent(deps),
  getJournal(deps),
  cancelRun(deps),
  eraseRun(deps),
];

const listed =
  (links: Links) =>
  ({ run, status, type, subject, acceptedAt, at }: IndexedRun) => ({
    runId: run,
    type,
    status,
    ...(subject !== undefined && { subject }),
    acceptedAt: new Date(acceptedAt).toISOString(),
    changedAt: new Date(at).toISOString(),
    link: links.run(run),
  });

const listRuns = ({ index, links }: RunRouteDeps): Route => ({
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
  responses: { 200: { description: 'A page of runs.', schema: ref('Runs'), headers: NEXT } },
  handle: async (request, caller) => {
    const status = wordIn(request, 'status', STATUSES);
    const type = textIn(request, 'type');
    const subject = textIn(request, 'subject');
    const query = {
      tenant: caller.tenant,
      ...(status && { status }),
      ...(type !== undefined && { type }),
      ...(subject !== undefined && { subject }),
      ...pageOf(request, caller),
    };
    const { items, cursor } = await withCursor(index.list(query));
    const to = links(request);
    return paged({ request, caller, links: to, position: cursor, body: { runs: items.map(listed(to)) } });
  },
});

const getRun = (deps: RunRouteDeps): Route => {
  const find = findRun(deps);
  const show = showRun(deps);
  const done = (stored: StoredRun | undefined) => stored !== undefined && hasEnded(stored.run);

  return {
    method: 'GET',
    path: 'runs/{id}',
    operationId: 'GetRun',
    summary: 'See a run',
    description:
      'Tells the status of a run, its steps and its output, and can hold the answer until the run ends.',
    role: 'Mesh.Read',
    params: RUN_ID,
    query: {
      ...SINCE,
      wait: {
        description: 'Seconds to hold the answer until the run ends.',
        schema: { type: 'integer', minimum: 0, maximum: LONGEST_WAIT_S },
      },
    },
    headers: IF_NONE_MATCH,
    responses: {
      200: { description: 'The run as it is.', schema: ref('Run'), headers: ETAG },
      304: NOT_MODIFIED,
    },
    handle: async (request, caller) => {
      const waitMs = 1000 * numberIn(request, 'wait', { min: 0, max: LONGEST_WAIT_S, absent: 0 });
      const look = () => find.expected(request, caller);
      const stored = await waitFor(look, { done, waitMs, clock: deps.clock });
      if (!stored) return { status: 200, body: { runId: request.params['id'], status: 'accepted' } };
      return unlessMatched(request, tagOfRun(stored), { status: 200, body: await show(stored.run) });
    },
  };
};

const CANCEL = {
  type: 'object',
  additionalProperties: false,
  properties: { reason: { type: 'string', minLength: 1, maxLength: 4000, description: 'Why, for people.' } },
} as const;

const LONGEST_REASON = 1_000;

const eraseRun = (deps: RunRouteDeps): Route => {
  const { clock, links } = deps;
  const find = findRun(deps);
  const send = sendAll(deps);

  return {
    method: 'DELETE',
    path: 'runs/{id}/restricted',
    operationId: 'EraseRun',
    summary: 'Erase the restricted data of a run',
    description:
      'Has all restricted data of a run deleted, such as when the person asks for it whom it is about. What is exposed of it stays, and so does the run; a task that still needs the data fails, and the run says since when.',
    role: 'Mesh.Operate',
    params: RUN_ID,
    query: {
      reason: {
        description: 'Why, for people. It stays with the run.',
        schema: { type: 'string', minLength: 1, maxLength: LONGEST_REASON },
      },
    },
    headers: IF_MATCH,
    responses: {
      202: { description: 'The broker has the command.', schema: ref('Accepted') },
      412: CHANGED,
    },
    handle: async (request, caller, { traceparent }) => {
      const reason = textIn(request, 'reason');
      if (reason !== undefined && reason.length > LONGEST_REASON)
        throw refusal('invalid-request', `?reason= has at most ${LONGEST_REASON} characters.`);
      const stored = await find.named(request, caller);
      checkMatch(request, tagOfRun(stored));
      const { run } = stored;
      const { id, status } = run;
      const data = reason === undefined ? {} : { reason };
      await send([
        commandTo(MESH.runErase, { run, subject: id, caller, now: clock.now(), traceparent, data }),
      ]);
      return { status: 202, body: { runId: id, status, link: links(request).run(id) } };
    },
  };
};

const cancelRun = (deps: RunRouteDeps): Route => {
  const { clock, links } = deps;
  const find = findRun(deps);
  const send = sendAll(deps);
  const read = jsonBody<{ reason?: string }>(CANCEL);

  return {
    method: 'POST',
    path: 'runs/{id}/cancel',
    operationId: 'CancelRun',
    summary: 'Cancel a run',
    description: 'Asks a run to stop. Tasks that have not started will not; what has happened stays.',
    role: 'Mesh.Operate',
    params: RUN_ID,
    headers: IF_MATCH,
    request: { 'application/json': { schema: CANCEL } },
    responses: {
      202: { description: 'The broker has the command.', schema: ref('Accepted') },
      409: { description: 'The run has ended.' },
      412: CHANGED,
    },
    handle: async (request, caller, { traceparent }) => {
      const data = read(request.body);
      const stored = await find.named(request, caller);
      checkMatch(request, tagOfRun(stored));
      const { run } = stored;
      const { id, status } = run;
      if (hasEnded(run))
        throw refusal('conflict', `The run is ${status}: there is nothing left to cancel.`, {
          runId: id,
          runStatus: status,
        });
      await send([
        commandTo(MESH.runCancel, { run, subject: id, caller, now: clock.now(), traceparent, data }),
      ]);
      return { status: 202, body: { runId: id, status, link: links(request).run(id) } };
    },
  };
};
