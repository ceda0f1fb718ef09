import type { StoredReplay } from '../../../ports/replay-store';
import { countItems } from '../../../replayer/progress';
import { stopReplay } from '../../../replayer/stop-replay';
import { CHANGED, checkMatch, ETAG, IF_MATCH } from '../../conditions';
import { jsonBody } from '../../json-body';
import { NEXT } from '../../page';
import { REPLAY, STOP_BODY } from '../../replay-schemas';
import type { ApiRequest, Route } from '../../route';
import type { ReplayRoutesDeps } from './deps';
import { actorOf, ownedReplay } from './owned';
import { replayView, tagOfReplay } from './view';

/** As if the replay had been asked for: its further pages are there. */
const asShown = (request: ApiRequest): ApiRequest => {
  const url = new URL(request.url);
  url.pathname = url.pathname.replace(/\/stop$/, '');
  return { ...request, url };
};

export const stopReplayRoute = (deps: ReplayRoutesDeps): Route => {
  const owned = ownedReplay(deps);
  const view = replayView(deps);
  const stop = stopReplay(deps);
  const read = jsonBody<{ reason?: string }>(STOP_BODY);

  /** @throws ProblemError 412 */
  const checkSeen = async (request: ApiRequest, { replay, etag }: StoredReplay): Promise<void> => {
    if (request.headers['if-match'] === undefined) return;
    checkMatch(request, tagOfReplay(etag, replay, await countItems(deps.replays, replay)));
  };

  return {
    method: 'POST',
    path: 'replays/{id}/stop',
    operationId: 'StopReplay',
    summary: 'Stop a replay',
    description:
      'Letters that were sent are sent; the others stay where they are. Stopping twice is stopping once.',
    role: 'Mesh.Operate',
    params: { id: { description: 'Id of the replay.', schema: { type: 'string' } } },
    headers: IF_MATCH,
    request: { 'application/json': { schema: STOP_BODY } },
    responses: {
      200: { description: 'The replay.', schema: REPLAY, headers: { ...ETAG, ...NEXT } },
      404: { description: 'There is no such replay.' },
      412: CHANGED,
    },
    handle: async (request, caller) => {
      const { reason } = read(request.body);
      const stored = await owned(request.params['id']!, caller);
      const { id } = stored.replay;
      await checkSeen(request, stored);
      await stop(id, { by: actorOf(caller), because: reason });
      const { tag, headers, ...response } = await view(await owned(id, caller), asShown(request), caller);
      return { ...response, headers: { ...headers, etag: tag } };
    },
  };
};
