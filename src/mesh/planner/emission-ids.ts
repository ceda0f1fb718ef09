import { attemptIdOf } from '../../contracts/ids';
import type { EndKind } from '../../contracts/event-types';
import { hasEnded } from './run';
import type { Run } from './run';
import { isDispatched, tasksOf } from './tasks';
import type { PlacedTask } from './tasks';

// No attempt's id ends like these: it ends in a full stop and a number.
export const changedIdOf = (run: string, n: number): string => `${run}.changed-${n}`;
export const endIdOf = (run: string, kind: EndKind): string => `${run}.${kind}`;

export const attemptOf = ({ id, task }: PlacedTask): string => attemptIdOf(id, task.attempt);

/** Tasks that are with the workers, by the id of the event that brought them there. */
export const unanswered = (run: Run): ReadonlyMap<string, PlacedTask> =>
  hasEnded(run)
    ? new Map()
    : new Map(
        tasksOf(run)
          .filter(isDispatched)
          .map((task) => [attemptOf(task), task]),
      );
