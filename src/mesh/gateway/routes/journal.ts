import { problem } from '../../../contracts/problems';
import { journalOf } from '../../planner/view';
import { ETAG, IF_NONE_MATCH, NOT_MODIFIED, tagOfRun, unlessMatched } from '../conditions';
import { END, followJournal } from '../follow-journal';
import { RUN_ID, SINCE, findRun } from '../find-run';
import { openStreams } from '../open-streams';
import { ProblemError, refusal } from '../problem-error';
import { textIn } from '../query';
import { ref, type ApiRequest, type ApiResponse, type Caller, type Route } from '../route';
import type { RunRouteDeps } from '../run-route-deps';
import { asksForStream, EVENT_STREAM } from '../sse';

const AFTER = 'Number of the last event that the caller has: the stream goes on behind it.';
const RETRY_AFTER_S = 10;

const STREAM_HEADERS = {
  'content-type': EVENT_STREAM,
  'cache-control': 'no-store',
  vary: 'accept',
  // Proxies that know this hand on each piece as it comes.
  'x-accel-buffering': 'no',
};

/** What a caller of a stream has already: a number, or everything. @throws ProblemError for anything else */
const toldBefore = (request: ApiRequest): number | typeof END => {
  const last = request.headers['last-event-id'] || textIn(request, 'after') || '0';
  if (last === END) return END;
  if (/^\d{1,9}$/.test(last)) return Number(last);
  throw refusal('invalid-request', `The id of the last event is a number or '${END}', and is '${last}'.`);
};

const full = (): ProblemError =>
  new ProblemError(
    problem('too-many-requests', 'Too many streams are open. Close some, or ask for JSON, or come again.'),
    { 'retry-after': String(RETRY_AFTER_S) },
  );

/** Gives the place of a stream back when it has ended, however it ended. */
async function* leaving(
  stream: AsyncIterable<string>,
  leave: () => void,
): AsyncGenerator<string, void, void> {
  try {
    yield* stream;
  } finally {
    leave();
  }
}

const DESCRIPTION =
  'Lists what the run took in and what it gave out, in the order in which it happened. With `Accept: text/event-stream` the entries come as server-sent events, those that there are and each further one as it happens: `id` is the number of the entry, `event` the type of what the run took in, `data` the entry. The last one has the id `end`, and tells how the run ended. A stream ends before 230 seconds have passed; who comes again with `Last-Event-ID` goes on where it was, and gets 204 after the end.';

/** The journal of a run, as a list or live. */
export const getJournal = (deps: RunRouteDeps): Route => {
  const find = findRun(deps);
  const follow = followJournal(deps);
  const streams = openStreams();

  const list = async (request: ApiRequest, caller: Caller): Promise<ApiResponse> => {
    const stored = await find.named(request, caller);
    return unlessMatched(request, tagOfRun(stored), {
      status: 200,
      headers: { vary: 'accept' },
      body: { runId: stored.run.id, events: journalOf(stored.run) },
    });
  };

  const stream = async (request: ApiRequest, caller: Caller): Promise<ApiResponse> => {
    const told = toldBefore(request);
    const id = request.params['id']!;
    const first = await find.expected(request, caller);
    if (told === END) return { status: 204 };
    const leave = streams.enter(caller.tenant);
    if (!leave) throw full();
    const entries = follow({
      id,
      load: () => find.byId(id, caller),
      first,
      after: told,
      link: deps.links(request).run(id),
      signal: request.signal,
    });
    return { status: 200, headers: STREAM_HEADERS, stream: leaving(entries, leave) };
  };

  return {
    method: 'GET',
    path: 'runs/{id}/events',
    operationId: 'GetJournal',
    summary: 'Read the journal of a run',
    description: DESCRIPTION,
    role: 'Mesh.Read',
    params: RUN_ID,
    query: {
      since: { ...SINCE.since, description: `For a stream: ${SINCE.since.description}` },
      after: { description: `${AFTER} For those who cannot send Last-Event-ID.`, schema: { type: 'string' } },
    },
    headers: { 'Last-Event-ID': { description: AFTER, schema: { type: 'string' } }, ...IF_NONE_MATCH },
    responses: {
      200: {
        description: 'The journal so far, or as it goes on.',
        schema: ref('Journal'),
        also: { [EVENT_STREAM]: { schema: { type: 'string', description: 'Server-sent events.' } } },
        headers: ETAG,
      },
      204: { description: 'The stream was told to its end.' },
      304: NOT_MODIFIED,
      429: {
        description: 'Too many streams are open.',
        headers: { 'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer' } } },
      },
    },
    handle: (request, caller) =>
      asksForStream(request.headers['accept']) ? stream(request, caller) : list(request, caller),
  };
};
