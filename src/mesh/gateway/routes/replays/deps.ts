import type { Catalog } from '../../../catalog';
import type { Clock } from '../../../ports/clock';
import type { ContentStore } from '../../../ports/content-store';
import type { LetterStore } from '../../../ports/letter-store';
import type { ReplayStore } from '../../../ports/replay-store';
import type { RunStore } from '../../../ports/run-store';
import type { EditLetterDeps } from '../../edit-letter';
import type { LetterAccess } from '../../letter-access';
import type { Links } from '../../links';
import type { RecordActDeps } from '../../record-act';
import type { ApiRequest } from '../../route';

/** What the routes about replays lean on. */
export interface ReplayRoutesDeps extends LetterAccess, EditLetterDeps, RecordActDeps {
  letters: Pick<LetterStore, 'load' | 'search'>;
  replays: ReplayStore;
  runs: Pick<RunStore, 'load'>;
  catalog: Pick<Catalog, 'skill'>;
  contents: ContentStore;
  clock: Pick<Clock, 'now'>;
  links: (request: ApiRequest) => Links;
}
