import { ETAG, IF_NONE_MATCH, NOT_MODIFIED, unlessMatched } from '../../conditions';
import { NEXT, pageQuery } from '../../page';
import { REPLAY } from '../../replay-schemas';
import type { Route } from '../../route';
import type { ReplayRoutesDeps } from './deps';
import { ownedReplay } from './owned';
import { LETTERS, replayView } from './view';

export const showReplayRoute = (deps: ReplayRoutesDeps): Route => {
  const owned = ownedReplay(deps);
  const view = replayView(deps);
  return {
    method: 'GET',
    path: 'replays/{id}',
    operationId: 'GetReplay',
    summary: 'Show a replay',
    description:
      'How far a replay is, and what became of each letter: how its run ended, not that it was sent.',
    role: 'Mesh.Read',
    params: { id: { description: 'Id of the replay.', schema: { type: 'string' } } },
    query: pageQuery(LETTERS),
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
};
