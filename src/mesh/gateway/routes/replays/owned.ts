import type { StoredReplay } from '../../../ports/replay-store';
import type { Actor } from '../../../replayer/replay';
import { mayReachOthers, visibleTo } from '../../letter-access';
import { refusal } from '../../problem-error';
import type { Caller } from '../../route';
import type { ReplayRoutesDeps } from './deps';

/** Who gives the command, as it is kept. */
export const actorOf = ({ type, id }: Caller): Actor => ({ type, id });

/** A replay that the caller may see. @throws ProblemError 404, also for those of others; 403 for one of another tenant's letters */
export const ownedReplay =
  (deps: ReplayRoutesDeps) =>
  async (id: string, caller: Caller): Promise<StoredReplay> => {
    const stored = await deps.replays.load(id);
    if (!stored || !visibleTo(caller, deps).includes(stored.replay.tenant))
      throw refusal('not-found', `There is no replay '${id}'.`);
    if (stored.replay.of !== undefined && !mayReachOthers(caller, deps))
      throw refusal('forbidden', 'Its letters are of another tenant: only operators of the mesh see them.');
    return stored;
  };
