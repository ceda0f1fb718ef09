import { faultyProblem } from '../../../contracts/problems';
import type { Catalog } from '../../catalog';
import { present } from '../../letters/present';
import type { Clock } from '../../ports/clock';
import type { ContentStore } from '../../ports/content-store';
import type { LetterStore } from '../../ports/letter-store';
import type { ReplayStore, StoredReplay } from '../../ports/replay-store';
import type { RunStore } from '../../ports/run-store';
import { createReplay, namedReplay } from '../../replayer/create-replay';
import { forecast } from '../../replayer/forecast';
import { type Counts, countItems, replayStatus } from '../../replayer/progress';
import { nextStep, stepsOf, waitsUntil } from '../../replayer/ramp';
import { type Actor, isActive, type Replay, type ReplayItem } from '../../replayer/replay';
import { type Selected, selectLetters } from '../../replayer/select';
import { stopReplay } from '../../replayer/stop-replay';
import {
  CHANGED,
  checkMatch,
  entityTag,
  ETAG,
  IF_MATCH,
  IF_NONE_MATCH,
  NOT_MODIFIED,
  tagOfLetter,
  unlessMatched,
} from '../conditions';
import { editLetter, type EditLetterDeps, type Edited, showEdit } from '../edit-letter';
import { checkSame, idempotencyKey, KEY_REUSED, namedRequest } from '../idempotency';
import { jsonBody } from '../json-body';
import { type LetterAccess, tenantsAsked, visibleTo } from '../letter-access';
import { iso } from '../letter-view';
import type { Links } from '../links';
import { NEXT, paged, pageOf, pageQuery, withCursor } from '../page';
import { ProblemError, refusal } from '../problem-error';
import { textIn } from '../query';
import { CREATED, FORECAST, REPLAY, REPLAYS_PAGE, STOP_BODY } from '../replay-schemas';
import { LIMIT, optionsOf, REPLAY_BODY, type ReplayBody, selectionOf } from '../replay-request';
import type { ApiRequest, Caller, Route } from '../route';

export interface ReplayRoutesDeps extends LetterAccess, EditLetterDeps {
  letters: Pick<LetterStore, 'load' | 'search'>;
  replays: ReplayStore;
  runs: Pick<RunStore, 'load'>;
  catalog: Pick<Catalog, 'skill'>;
  contents: ContentStore;
  clock: Pick<Clock, 'now'>;
  links: (request: ApiRequest) => Links;
}

const PAGE = { max: 1_000, absent: 100 };
/** Replays on a page: the letters of each are counted. */
const REPLAYS = { max: 50, absent: 20 };

const text = { type: 'string' };
const params = { id: { description: 'Id of the replay.', schema: text } };

/** Bringing dead letters back on demand. */
export const replayRoutes = (deps: ReplayRoutesDeps): readonly Route[] => {
  const { letters, replays, clock, links } = deps;
  const select = selectLetters(letters);
  const foretell = forecast(deps);
  const create = createReplay(deps);
  const stop = stopReplay(deps);
  const read = jsonBody<ReplayBody>(REPLAY_BODY);
  const readStop = jsonBody<{ reason?: string }>(STOP_BODY);
  const edit = editLetter(deps);
  const besideEdit = showEdit(deps);

  const chosen = async (body: ReplayBody, caller: Caller): Promise<Selected> => {
    const tenants = tenantsAsked(body.select.tenant, caller, deps);
    return select({
      select: selectionOf(body.select),
      tenants,
      limit: body.limit ?? body.select.ids?.length ?? LIMIT,
    });
  };

  const owned = async (id: string, caller: Caller): Promise<StoredReplay> => {
    const stored = await replays.load(id);
    if (!stored || !visibleTo(caller, deps).includes(stored.replay.tenant))
      throw refusal('not-found', `There is no replay '${id}'.`);
    return stored;
  };

  /** Lets a replay of one letter through while the letter is as the caller has seen it. @throws ProblemError 412 */
  const checkLetter = async (request: ApiRequest, found: Selected['letters']): Promise<void> => {
    if (request.headers['if-match'] === undefined) return;
    const [one, ...others] = found;
    if (!one || others.length > 0)
      throw refusal('invalid-request', 'If-Match is of one letter: name it by its id, and no other.');
    const stored = (await letters.load([one.id])).get(one.id);
    checkMatch(request, stored && tagOfLetter(stored));
  };

  /** What was answered when the replay was made, as it is answered to whoever asks for it again. */
  const madeAnswer = (
    request: ApiRequest,
    { id, total, named }: Replay,
    { select: { ids = [] } }: ReplayBody,
  ) => {
    const { more = false, unknown = [] } = named ?? {};
    const body = { id, total, more, unknown: unknown.map((at) => ids[at]), link: links(request).replay(id) };
    return { status: 202, body };
  };

  /** The edit that is asked for, made and checked. @throws ProblemError */
  const editOf = async (body: ReplayBody, found: Selected['letters']): Promise<Edited | undefined> => {
    if (body.edit === undefined || found.length === 0) return undefined;
    if (found.length > 1)
      throw badRequest(
        '/edit',
        `an edit is of one letter, and the selection has ${found.length}: name one by its id`,
      );
    const id = found[0]!.id;
    return edit((await letters.load([id])).get(id)!.letter, body.edit);
  };

  const checkReason = (body: ReplayBody, found: Selected['letters']): void => {
    if (body.reason !== undefined || (body.edit === undefined && found.length === 1)) return;
    throw badRequest(
      '/reason',
      'say why: it is kept with the replay of an edited letter, or of more than one',
    );
  };

  const editedIn = async ({ options, select }: Replay): Promise<Edited | undefined> => {
    const id = select.ids?.[0];
    if (options.edit === undefined || id === undefined) return undefined;
    const letter = (await letters.load([id])).get(id)?.letter;
    return letter && besideEdit(letter, options.edit);
  };

  const summaryOf = (replay: Replay, progress: Counts, to: Links) => {
    const { id, by, reason, total, createdAt, stoppedAt, stoppedBy, stoppedBecause } = replay;
    return present({
      id,
      status: replayStatus(replay, progress),
      by,
      reason,
      createdAt: iso(createdAt),
      stoppedAt: stoppedAt === undefined ? undefined : iso(stoppedAt),
      stoppedBy,
      stoppedBecause,
      total,
      progress,
      step: stepView(replay),
      link: to.replay(id),
    });
  };

  const view = async ({ replay, etag }: StoredReplay, request: ApiRequest, caller: Caller) => {
    const { id, total, options } = replay;
    const progress = await countItems(replays, replay);
    const { cursor = '0', limit } = pageOf(request, caller, PAGE);
    const from = Number(cursor);
    const to = links(request);
    const outcome = ({ letter, state, reason }: ReplayItem) =>
      present({ letter, state, reason, link: to.letter(letter) });
    const { from: since, to: until, ...criteria } = replay.select;
    const body = present({
      ...summaryOf(replay, progress, to),
      select: present({
        ...criteria,
        from: since === undefined ? undefined : iso(since),
        to: until === undefined ? undefined : iso(until),
      }),
      options,
      edited: await editedIn(replay),
      letters: (await replays.items(id, from, limit)).map(outcome),
    });
    const position = from + limit < total ? String(from + limit) : undefined;
    return {
      tag: tagOfReplay(etag, replay, progress),
      ...paged({ request, caller, links: to, position, body }),
    };
  };

  const post: Route = {
    method: 'POST',
    path: 'replays',
    operationId: 'CreateReplay',
    summary: 'Bring dead letters back',
    description:
      'Freezes a set of dead letters and brings them back at a rate, in steps where a ramp is given; or says what that would do. The data of one letter may be edited: it is checked by its schema before anything is sent.',
    role: 'Mesh.Operate',
    headers: {
      ...idempotencyKey(' Without one, sending again makes another replay.'),
      'If-Match': {
        description: 'For one letter: brings it back only while its ETag is still this one.',
        schema: text,
      },
    },
    request: { 'application/json': { schema: REPLAY_BODY } },
    responses: {
      200: { description: 'What a replay would do (`dryRun`).', schema: FORECAST },
      202: { description: 'The replay was made, and goes on by itself.', schema: CREATED },
      400: { description: 'The request is not valid, or the edited data does not fit its schema.' },
      404: { description: 'No letter fits the selection.' },
      412: CHANGED,
      422: KEY_REUSED,
    },
    handle: async (request, caller) => {
      const body = read(request.body);
      const named = body.dryRun ? undefined : namedRequest({ request, caller, body });
      const known = named && (await replays.load(namedReplay(named.name)))?.replay;
      if (named && known?.named) {
        checkSame(named, known.named);
        return madeAnswer(request, known, body);
      }
      const { letters: found, more, unknown } = await chosen(body, caller);
      const options = optionsOf(body);
      const edited = await editOf(body, found);
      if (body.dryRun) {
        const foretold = await foretell(found, options.deadline, clock.now());
        return { status: 200, body: present({ dryRun: true, ...foretold, edited, more, unknown }) };
      }
      if (found.length === 0)
        throw refusal('not-found', 'No dead letter fits the selection: search /api/dead-letters first.', {
          unknown,
        });
      checkReason(body, found);
      await checkLetter(request, found);
      // An edit is of one letter, whatever it was found by.
      const chosenBy = edited ? { ids: [edited.letter] } : selectionOf(body.select);
      const { tenant } = caller;
      const at = (id: string) => body.select.ids!.indexOf(id);
      const answered = { more, unknown: unknown.map(at) };
      const replay = await create(
        present({
          tenant,
          by: actorOf(caller),
          reason: body.reason,
          select: chosenBy,
          options,
          named: named && { name: named.name, body: named.body, ...answered },
        }),
        found,
      );
      if (!named) return madeAnswer(request, { ...replay, named: { name: '', body: '', ...answered } }, body);
      // Of two that came at once, one was first.
      const first = (await replays.load(replay.id))?.replay ?? replay;
      if (first.named) checkSame(named, first.named);
      return madeAnswer(request, first, body);
    },
  };

  const get: Route = {
    method: 'GET',
    path: 'replays/{id}',
    operationId: 'GetReplay',
    summary: 'Show a replay',
    description:
      'How far a replay is, and what became of each letter: how its run ended, not that it was sent.',
    role: 'Mesh.Read',
    params,
    query: pageQuery(PAGE),
    headers: IF_NONE_MATCH,
    responses: {
      200: { description: 'The replay.', schema: REPLAY, headers: { ...ETAG, ...NEXT } },
      304: NOT_MODIFIED,
      404: { description: 'There is no such replay.' },
    },
    handle: async (request, caller) => {
      const { tag, ...response } = await view(await owned(request.params['id']!, caller), request, caller);
      return unlessMatched(request, tag, response);
    },
  };

  const halt: Route = {
    method: 'POST',
    path: 'replays/{id}/stop',
    operationId: 'StopReplay',
    summary: 'Stop a replay',
    description:
      'Letters that were sent are sent; the others stay where they are. Stopping twice is stopping once.',
    role: 'Mesh.Operate',
    params,
    headers: IF_MATCH,
    request: { 'application/json': { schema: STOP_BODY } },
    responses: {
      200: { description: 'The replay.', schema: REPLAY, headers: { ...ETAG, ...NEXT } },
      404: { description: 'There is no such replay.' },
      412: CHANGED,
    },
    handle: async (request, caller) => {
      const { reason } = readStop(request.body);
      const stored = await owned(request.params['id']!, caller);
      const { id } = stored.replay;
      if (request.headers['if-match'] !== undefined)
        checkMatch(
          request,
          tagOfReplay(stored.etag, stored.replay, await countItems(replays, stored.replay)),
        );
      await stop(id, { by: actorOf(caller), because: reason });
      // As if it had been asked for: its further pages are there.
      const url = new URL(request.url);
      url.pathname = url.pathname.replace(/\/stop$/, '');
      const { tag, headers, ...response } = await view(await owned(id, caller), { ...request, url }, caller);
      return { ...response, headers: { ...headers, etag: tag } };
    },
  };

  const list: Route = {
    method: 'GET',
    path: 'replays',
    operationId: 'ListReplays',
    summary: 'List replays',
    description: 'Lists replays, newest first: who made each, why, and how far it is.',
    role: 'Mesh.Read',
    query: {
      tenant: {
        description: '`-` for what belongs to nobody, which only operators of the mesh see.',
        schema: text,
      },
      ...pageQuery(REPLAYS),
    },
    responses: { 200: { description: 'A page of replays.', schema: REPLAYS_PAGE, headers: NEXT } },
    handle: async (request, caller) => {
      const [tenant = caller.tenant] = tenantsAsked(textIn(request, 'tenant'), caller, deps);
      const page = await withCursor(replays.list({ tenant, ...pageOf(request, caller, REPLAYS) }));
      const to = links(request);
      const views = page.replays.map(async (replay) =>
        summaryOf(replay, await countItems(replays, replay), to),
      );
      const body = { replays: await Promise.all(views) };
      return paged({ request, caller, links: to, position: page.cursor, body });
    },
  };

  return [post, list, get, halt];
};

/** What becomes of its letters is kept beside it, and changes it too. */
const tagOfReplay = (etag: string, { id }: Replay, progress: Counts): string =>
  entityTag('replay', id, etag, JSON.stringify(Object.entries(progress)));

const actorOf = ({ type, id }: Caller): Actor => ({ type, id });

const badRequest = (pointer: string, message: string) =>
  new ProblemError(faultyProblem('invalid-request', [{ pointer, message }]));

/** Where a replay with a ramp is: the step that is out, until the next one begins. */
const stepView = (replay: Replay) => {
  const steps = stepsOf(replay);
  if (steps.length < 2 || !isActive(replay)) return undefined;
  const until = waitsUntil(replay);
  const next = steps.findIndex(({ from }) => from === nextStep(replay)?.from);
  const at = until === undefined ? next : next - 1;
  const { from, to } = steps[at]!;
  return present({
    number: at + 1,
    of: steps.length,
    letters: to - from,
    sent: Math.min(replay.next, to) - from,
    waitsUntil: until === undefined ? undefined : iso(until),
  });
};
