import { present } from '../../../letters/present';
import { createReplay, namedReplay } from '../../../replayer/create-replay';
import { forecast } from '../../../replayer/forecast';
import type { Replay } from '../../../replayer/replay';
import { type Selected, selectLetters } from '../../../replayer/select';
import { CHANGED } from '../../conditions';
import {
  checkSame,
  idempotencyKey,
  type IdempotentRequest,
  KEY_REUSED,
  namedRequest,
} from '../../idempotency';
import { jsonBody } from '../../json-body';
import { namedReachOf, type Reach, tenantsOf } from '../../letter-access';
import { refusal } from '../../problem-error';
import { recordReach } from '../../record-act';
import { LIMIT, optionsOf, REPLAY_BODY, type ReplayBody, selectionOf } from '../../replay-request';
import { CREATED, FORECAST } from '../../replay-schemas';
import type { ApiRequest, ApiResponse, Caller, Route } from '../../route';
import { checkLetter, checkReason, editAsked } from './check-request';
import type { ReplayRoutesDeps } from './deps';
import { actorOf } from './owned';

/** What the answer says beside the replay; kept with it, so that it can be answered again. */
type Answered = Pick<NonNullable<Replay['named']>, 'more' | 'unknown'>;

/** The letters of a replay, and whose they are. */
type Chosen = Selected & { reach: Exclude<Reach, { kind: 'everybody' }> };

interface MadeBefore {
  replay: Replay;
  answered: Answered;
}

export const createReplayRoute = (deps: ReplayRoutesDeps): Route => {
  const { letters, replays, clock, links } = deps;
  const select = selectLetters(letters);
  const foretell = forecast(deps);
  const create = createReplay(deps);
  const edit = editAsked(deps);
  const checkSeen = checkLetter(deps);
  const read = jsonBody<ReplayBody>(REPLAY_BODY);

  const record = recordReach(deps);

  const chosen = async (body: ReplayBody, caller: Caller): Promise<Chosen> => {
    const reach = namedReachOf(body.select.tenant, caller, deps);
    const selected = await select({
      select: selectionOf(body.select),
      tenants: tenantsOf(reach),
      limit: body.limit ?? body.select.ids?.length ?? LIMIT,
    });
    return { ...selected, reach };
  };

  /** What was answered when the replay was made, as it is answered to whoever asks for it again. */
  const madeAnswer = (
    request: ApiRequest,
    { id, total }: Replay,
    { select: { ids = [] } }: ReplayBody,
    { more, unknown }: Answered,
  ): ApiResponse => {
    const body = { id, total, more, unknown: unknown.map((at) => ids[at]), link: links(request).replay(id) };
    return { status: 202, body };
  };

  /** The replay that this key stands for. @throws ProblemError 422 where it came with another body */
  const madeBefore = async (named: IdempotentRequest): Promise<MadeBefore | undefined> => {
    const replay = (await replays.load(namedReplay(named.name)))?.replay;
    if (!replay?.named) return undefined;
    checkSame(named, replay.named);
    return { replay, answered: replay.named };
  };

  const foretold = async (body: ReplayBody, caller: Caller) => {
    const { letters: found, more, unknown, reach } = await chosen(body, caller);
    // An edit shows what the letter carries.
    if (reach.kind === 'foreign' && body.edit !== undefined) checkReason(body, found, reach);
    const edited = await edit(body, found);
    await record(caller, reach, { what: 'foretold', letters: found.length, reason: body.reason });
    const told = await foretell(found, optionsOf(body).deadline, clock.now());
    return { status: 200, body: present({ dryRun: true, ...told, edited, more, unknown }) };
  };

  const make = async (
    request: ApiRequest,
    caller: Caller,
    body: ReplayBody,
    named: IdempotentRequest | undefined,
  ): Promise<ApiResponse> => {
    const { letters: found, more, unknown, reach } = await chosen(body, caller);
    const edited = await edit(body, found);
    if (found.length === 0)
      throw refusal('not-found', 'No dead letter fits the selection: search /api/dead-letters first.', {
        unknown,
      });
    checkReason(body, found, reach);
    await checkSeen(request, found);
    const answered = { more, unknown: unknown.map((id) => body.select.ids!.indexOf(id)) };
    await record(caller, reach, { what: 'replayed', letters: found.length, reason: body.reason });
    const replay = await create(
      present({
        tenant: caller.tenant,
        of: reach.kind === 'foreign' ? reach.tenant : undefined,
        by: actorOf(caller),
        reason: body.reason,
        // An edit is of one letter, whatever it was found by.
        select: edited ? { ids: [edited.letter] } : selectionOf(body.select),
        options: optionsOf(body),
        named: named && { name: named.name, body: named.body, ...answered },
      }),
      found,
    );
    // Of two that came at once with the same key, one was first.
    const first = named && (await madeBefore(named));
    return madeAnswer(request, first?.replay ?? replay, body, first?.answered ?? answered);
  };

  return {
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
        schema: { type: 'string' },
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
      if (body.dryRun) return foretold(body, caller);
      const named = namedRequest({ request, caller, body });
      const known = named && (await madeBefore(named));
      return known
        ? madeAnswer(request, known.replay, body, known.answered)
        : make(request, caller, body, named);
    },
  };
};
