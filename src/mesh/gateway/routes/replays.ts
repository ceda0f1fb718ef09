import type { Catalog } from '../../catalog';
import { present } from '../../letters/present';
import type { Clock } from '../../ports/clock';
import type { LetterStore } from '../../ports/letter-store';
import type { ReplayStore } from '../../ports/replay-store';
import type { RunStore } from '../../ports/run-store';
import { createReplay } from '../../replayer/create-replay';
import { forecast } from '../../replayer/forecast';
import { countItems, replayStatus } from '../../replayer/progress';
import type { Replay, ReplayItem } from '../../replayer/replay';
import { type Selected, selectLetters } from '../../replayer/select';
import { stopReplay } from '../../replayer/stop-replay';
import { jsonBody } from '../json-body';
import { type LetterAccess, tenantsAsked, visibleTo } from '../letter-access';
import { iso } from '../letter-view';
import type { Links } from '../links';
import { refusal } from '../problem-error';
import { numberIn } from '../query';
import { LIMIT, LIMIT_MAX, optionsOf, REPLAY_BODY, type ReplayBody, selectionOf } from '../replay-request';
import type { ApiRequest, Caller, Route } from '../route';

export interface ReplayRoutesDeps extends LetterAccess {
  letters: Pick<LetterStore, 'load' | 'search'>;
  replays: ReplayStore;
  runs: Pick<RunStore, 'load'>;
  catalog: Pick<Catalog, 'skill'>;
  clock: Pick<Clock, 'now'>;
  links: (request: ApiRequest) => Links;
}

const PAGE = 100;
const PAGE_MAX = 1_000;

const text = { type: 'string' };
const count = { type: 'integer', minimum: 0 };
const counts = { type: 'object', additionalProperties: count };
const selected = {
  more: { type: 'boolean', description: 'Whether more letters fit than the limit allows' },
  unknown: { type: 'array', items: text, description: 'Ids under which there is no letter' },
};

const FORECAST = {
  type: 'object',
  description: 'What would be done',
  required: ['dryRun', 'total', 'byHub', 'mayRepeat', 'pastDeadline', 'wouldExpire', 'runEnded', 'more'],
  properties: {
    dryRun: { const: true },
    total: count,
    byHub: { ...counts, description: 'Where to' },
    byState: counts,
    mayRepeat: {
      type: 'array',
      description: 'Skills whose effect may have happened already, and would happen again',
      items: { type: 'object', properties: { skill: text, letters: count, why: text } },
    },
    pastDeadline: { ...count, description: 'Letters whose deadline is past' },
    wouldExpire: { ...count, description: 'Letters that would expire all the same' },
    runEnded: { ...count, description: 'Letters that would be refused, for their run has ended' },
    ...selected,
  },
};

const CREATED = {
  type: 'object',
  required: ['id', 'total', 'more', 'link'],
  properties: { id: text, total: count, link: { type: 'string', format: 'uri' }, ...selected },
};

const REPLAY = {
  type: 'object',
  required: ['id', 'status', 'total', 'progress', 'letters', 'link'],
  properties: {
    id: text,
    status: { enum: ['sending', 'waiting', 'stopped', 'done'] },
    by: { type: 'object', properties: { type: text, id: text } },
    createdAt: { type: 'string', format: 'date-time' },
    stoppedAt: { type: 'string', format: 'date-time' },
    select: { type: 'object' },
    options: { type: 'object' },
    total: count,
    progress: { ...counts, description: 'Letters by what became of them' },
    letters: {
      type: 'array',
      description: 'What became of each letter',
      items: { type: 'object', properties: { letter: text, state: text, reason: text, link: text } },
    },
    cursor: { type: 'string', description: 'For further letters' },
    link: { type: 'string', format: 'uri' },
  },
};

const params = { id: { description: 'Id of the replay.', schema: text } };

/** Bringing dead letters back on demand. */
export const replayRoutes = (deps: ReplayRoutesDeps): readonly Route[] => {
  const { letters, replays, clock, links } = deps;
  const select = selectLetters(letters);
  const foretell = forecast(deps);
  const create = createReplay(deps);
  const stop = stopReplay(deps);
  const read = jsonBody<ReplayBody>(REPLAY_BODY);

  const chosen = async (body: ReplayBody, caller: Caller): Promise<Selected> => {
    const tenants = tenantsAsked(body.select.tenant, caller, deps);
    return select({
      select: selectionOf(body.select),
      tenants,
      limit: body.limit ?? body.select.ids?.length ?? LIMIT,
    });
  };

  const owned = async (id: string, caller: Caller): Promise<Replay> => {
    const replay = (await replays.load(id))?.replay;
    if (!replay || !visibleTo(caller, deps).includes(replay.tenant))
      throw refusal('not-found', `There is no replay '${id}'.`);
    return replay;
  };

  const view = async (replay: Replay, request: ApiRequest) => {
    const { id, by, total, options, createdAt, stoppedAt } = replay;
    const progress = await countItems(replays, replay);
    const from = numberIn(request, 'cursor', { min: 0, max: LIMIT_MAX, absent: 0 });
    const limit = numberIn(request, 'limit', { min: 1, max: PAGE_MAX, absent: PAGE });
    const to = links(request);
    const outcome = ({ letter, state, reason }: ReplayItem) =>
      present({ letter, state, reason, link: to.letter(letter) });
    const { from: since, to: until, ...criteria } = replay.select;
    return present({
      id,
      status: replayStatus(replay, progress),
      by,
      createdAt: iso(createdAt),
      stoppedAt: stoppedAt === undefined ? undefined : iso(stoppedAt),
      select: present({
        ...criteria,
        from: since === undefined ? undefined : iso(since),
        to: until === undefined ? undefined : iso(until),
      }),
      options,
      total,
      progress,
      letters: (await replays.items(id, from, limit)).map(outcome),
      cursor: from + limit < total ? String(from + limit) : undefined,
      link: to.replay(id),
    });
  };

  const post: Route = {
    method: 'POST',
    path: 'replays',
    operationId: 'CreateReplay',
    summary: 'Bring dead letters back',
    description: 'Freezes a set of dead letters and brings them back at a rate; or says what that would do.',
    role: 'Mesh.Operate',
    request: { 'application/json': { schema: REPLAY_BODY } },
    responses: {
      200: { description: 'What a replay would do (`dryRun`).', schema: FORECAST },
      202: { description: 'The replay was made, and goes on by itself.', schema: CREATED },
      404: { description: 'No letter fits the selection.' },
    },
    handle: async (request, caller) => {
      const body = read(request.body);
      const { letters: found, more, unknown } = await chosen(body, caller);
      const options = optionsOf(body);
      if (body.dryRun) {
        const foretold = await foretell(found, options.deadline, clock.now());
        return { status: 200, body: { dryRun: true, ...foretold, more, unknown } };
      }
      if (found.length === 0)
        throw refusal('not-found', 'No dead letter fits the selection: search /api/dead-letters first.', {
          unknown,
        });
      const by = { type: caller.type, id: caller.id };
      const replay = await create(
        { tenant: caller.tenant, by, select: selectionOf(body.select), options },
        found,
      );
      const answer = {
        id: replay.id,
        total: found.length,
        more,
        unknown,
        link: links(request).replay(replay.id),
      };
      return { status: 202, body: answer };
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
    query: {
      cursor: { description: 'Where the page before ended.', schema: text },
      limit: {
        description: 'Letters on a page.',
        schema: { type: 'integer', minimum: 1, maximum: PAGE_MAX, default: PAGE },
      },
    },
    responses: {
      200: { description: 'The replay.', schema: REPLAY },
      404: { description: 'There is no such replay.' },
    },
    handle: async (request, caller) => ({
      status: 200,
      body: await view(await owned(request.params['id']!, caller), request),
    }),
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
    responses: {
      200: { description: 'The replay.', schema: REPLAY },
      404: { description: 'There is no such replay.' },
    },
    handle: async (request, caller) => {
      const { id } = await owned(request.params['id']!, caller);
      return { status: 200, body: await view((await stop(id))!, request) };
    },
  };

  return [post, get, halt];
};
