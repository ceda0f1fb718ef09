import { attemptIdOf } from '../../contracts/ids';
import type { EndKind } from '../../contracts/event-types';
import { hasEnded } from './run';
import type { Run } from './run';
import { isDispatched, tasksOf } from './tasks';
import type { PlacedTask } from './tasks';

// No attempt's id ends like these: it ends in a full stop and a number.
export const changedIdOf = (run: string, n: number): string => `${run}.changed-${n}`;
const TURN = /\.turn-([1-9][0-9]*)-([0-9a-f-]{36})$/;

/** Of the command that tells the next run of its key that its turn has come. */
export const turnIdOf = (run: string, n: number, next: string): string => `${run}.turn-${n}-${next}`;
export const turnIn = (id: string): { n: number; next: string } | undefined => {
  const [, n, next] = TURN.exec(id) ?? [];
  return next === undefined ? undefined : { n: Number(n), next };
};
/** Sent again whenever more may have to be erased: there is nothing that tells one from the other. */
export const erasedIdOf = (run: string): string => `${run}.erased`;
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
