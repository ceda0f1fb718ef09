import type { SchemaBook } from '../../../contracts/schema-book';
import type { Catalog } from '../../catalog';
import type { Clock } from '../../ports/clock';
import type { ContentStore } from '../../ports/content-store';
import type { Log } from '../../ports/log';
import type { Metrics } from '../../ports/metrics';
import type { Publisher } from '../../ports/publisher';
import type { RunIndex } from '../../ports/run-index';
import type { RunStore } from '../../ports/run-store';
import { linksFor } from '../links';
import type { HubReader } from '../asyncapi/channels';
import type { Route } from '../route';
import { asyncApiRoutes } from './asyncapi';
import { eventRoutes } from './events';
import { healthRoutes, type Check } from './health';
import { intentRoutes } from './intents';
import { openApiRoute } from './openapi';
import { plansRoutes } from './plans';
import { runRoutes } from './runs';
import { schemaRoutes } from './schemas';
import { taskRoutes } from './tasks';

export interface RoutesDeps {
  catalog: Catalog;
  book: SchemaBook;
  publisher: Publisher;
  runs: RunStore;
  index: RunIndex;
  contents: ContentStore;
  restricted: Pick<ContentStore, 'put'>;
  clock: Clock;
  log: Log;
  metrics: Metrics;
  /** Parts of the mesh that `/api/health` asks after. */
  checks: readonly Check[];
  /** Of the mesh, for the document. */
  version: string;
  /** Where callers reach the mesh, without `/api`; the address of the request if absent. */
  publicUrl?: string | undefined;
  /** Who reads the hubs, for the document of all events. */
  readers?: readonly HubReader[];
  /** Routes of other rooms: the document describes them too. */
  others?: readonly Route[];
  /** Shapes that those share. */
  components?: Readonly<Record<string, object>>;
}

/** Every route of the HTTP interface. */
export const routes = (deps: RoutesDeps): readonly Route[] => {
  const { clock, others = [], readers = [], publicUrl } = deps;
  const shared = { ...deps, links: linksFor(publicUrl), now: () => clock.now() };
  const all = [
    ...eventRoutes(shared),
    ...intentRoutes(shared),
    ...runRoutes(shared),
    ...taskRoutes(shared),
    ...others,
    ...plansRoutes(shared),
    ...schemaRoutes(shared),
    ...healthRoutes(shared),
    ...asyncApiRoutes({ ...shared, readers }),
  ];
  return [...all, openApiRoute({ ...deps, routes: all })];
};
