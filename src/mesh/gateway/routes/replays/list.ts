import { countItems } from '../../../replayer/progress';
import { visibleTo } from '../../letter-access';
import { NEXT, paged, pageOf, pageQuery, withCursor } from '../../page';
import { refusal } from '../../problem-error';
import { textIn } from '../../query';
import { REPLAYS_PAGE } from '../../replay-schemas';
import type { Route } from '../../route';
import type { ReplayRoutesDeps } from './deps';
import { summaryOf } from './summary';

/** Replays on a page: the letters of each are counted. */
const REPLAYS = { max: 50, absent: 20 };

export const listReplaysRoute = (deps: ReplayRoutesDeps): Route => {
  const { replays, links } = deps;
  return {
    method: 'GET',
    path: 'replays',
    operationId: 'ListReplays',
    summary: 'List replays',
    description: 'Lists replays, newest first: who made each, why, and how far it is.',
    role: 'Mesh.Read',
    query: {
      tenant: {
        description:
          'Whose replays: `-` for those that the mesh made of what belongs to nobody, which only operators of the mesh see.',
        schema: { type: 'string' },
      },
      ...pageQuery(REPLAYS),
    },
    responses: { 200: { description: 'A page of replays.', schema: REPLAYS_PAGE, headers: NEXT } },
    handle: async (request, caller) => {
      const tenant = textIn(request, 'tenant') ?? caller.tenant;
      if (!visibleTo(caller, deps).includes(tenant))
        throw refusal('forbidden', `Replays that '${tenant}' made are for that tenant only.`);
      const page = await withCursor(replays.list({ tenant, ...pageOf(request, caller, REPLAYS) }));
      const to = links(request);
      const views = page.replays.map(async (replay) =>
        summaryOf(replay, await countItems(replays, replay), to),
      );
      const body = { replays: await Promise.all(views) };
      return paged({ request, caller, links: to, position: page.cursor, body });
    },
  };
};
