import type { Route } from '../../route';
import { createReplayRoute } from './create';
import type { ReplayRoutesDeps } from './deps';
import { listReplaysRoute } from './list';
import { showReplayRoute } from './show';
import { stopReplayRoute } from './stop';

export type { ReplayRoutesDeps } from './deps';

/** Bringing dead letters back on demand. */
export const replayRoutes = (deps: ReplayRoutesDeps): readonly Route[] => [
  createReplayRoute(deps),
  listReplaysRoute(deps),
  showReplayRoute(deps),
  stopReplayRoute(deps),
];
