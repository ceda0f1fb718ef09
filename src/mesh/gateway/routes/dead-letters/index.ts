import type { Route } from '../../route';
import { listActsRoute } from './acts';
import type { DeadLetterRoutesDeps } from './deps';
import { eraseLetterRoute } from './erase';
import { groupLettersRoute } from './groups';
import { listLettersRoute } from './list';
import { showLetterRoute } from './show';

export type { DeadLetterRoutesDeps } from './deps';

/** Searching dead letters, looking at one whole, and who did what with them. */
export const deadLetterRoutes = (deps: DeadLetterRoutesDeps): readonly Route[] => [
  listLettersRoute(deps),
  groupLettersRoute(deps),
  listActsRoute(deps),
  showLetterRoute(deps),
  eraseLetterRoute(deps),
];
