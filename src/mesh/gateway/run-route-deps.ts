import type { Clock } from '../ports/clock';
import type { ContentStore } from '../ports/content-store';
import type { Log } from '../ports/log';
import type { Publisher } from '../ports/publisher';
import type { RunIndex } from '../ports/run-index';
import type { RunStore } from '../ports/run-store';
import type { Links } from './links';
import type { ApiRequest } from './route';

/** What the routes about runs and their tasks lean on. */
export interface RunRouteDeps {
  runs: RunStore;
  index: RunIndex;
  contents: ContentStore;
  /** Where restricted data is put; it cannot be read from here. */
  restricted: Pick<ContentStore, 'put'>;
  publisher: Publisher;
  clock: Clock;
  log: Log;
  links: (request: ApiRequest) => Links;
}
