import type { EndKind } from '../../contracts/event-types';
import type { Stood } from '../ports/claim-store';
import type { FoldContext } from './context';
import type { Run, TaskState } from './run';
import { tasksOf, withTasks } from './tasks';
import type { PlacedTask } from './tasks';

/** The run's tasks when it has ended: none of them is waited for, and some may have had their effect. */
export const ended = (run: Run, kind: EndKind, context: FoldContext, n: number): Run => {
  const early = kind === 'cancelled' || kind === 'expired';
  return withTasks(
    run,
    tasksOf(run)
      .filter(({ task }) => OPEN.has(task.status))
      .map((placed) => ({
        ...place(placed),
        task: stopped(placed, n, early && mayHaveHappened(placed, context)),
      })),
  );
};

const OPEN: ReadonlySet<TaskState['status']> = new Set(['dispatched', 'waiting', 'deadlettered']);

const place = ({ step, item }: PlacedTask) => ({ step, ...(item !== undefined && { item }) });

const stopped = ({ task }: PlacedTask, n: number, uncertain: boolean): TaskState => ({
  ...task,
  // A dead letter stays one: it is still there to be looked at.
  ...(task.status !== 'deadlettered' && { status: 'cancelled' as const }),
  ...(task.waited && { waited: { from: task.waited.from, to: n } }),
  ...(uncertain && { uncertain: true as const }),
});

/** What the claim says that was to be made void; only external effects have one. */
const mayHaveHappened = ({ id, skill, task }: PlacedTask, context: FoldContext): boolean => {
  const known = context.skill(skill);
  if (task.status === 'waiting' || (known && known.effects !== 'external')) return false;
  return isUncertain(context.claim(id));
};

const isUncertain = (claim: Stood | undefined): boolean => {
  switch (claim?.kind) {
    case undefined:
      return false;
    case 'leased':
      return true;
    case 'settled':
      // A try that failed may have had its effect all the same: skills are asked about that, not believed.
      return claim.outcome !== 'failed' && claim.outcome !== 'expired';
  }
};
