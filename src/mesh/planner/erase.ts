import type { MeshEvent } from '../../contracts/event';
import { MESH } from '../../contracts/event-types';
import type { FoldContext } from './context';
import { erasedIdOf } from './emission-ids';
import type { Folded } from './fold';
import { entry, nextNumber, withEntry } from './journal';
import type { Run } from './run';

/** Notes that a run's restricted data is erased from now on, ended or not: a task that needs it will fail. */
export const erase = (run: Run, event: MeshEvent, data: unknown, { at }: FoldContext): Folded => {
  const { reason } = (data ?? {}) as { reason?: string };
  const out = [erasedIdOf(run.id)];
  const { authid } = event;
  const erased = run.erased ?? {
    at,
    cause: event.id,
    ...(authid !== undefined && { by: authid }),
    ...(reason !== undefined && { reason }),
  };
  const fold = entry(event, { n: nextNumber(run), at, out });
  return { run: withEntry({ ...run, erased }, fold), out, contents: [] };
};

/**
 * Whatever comes to a run whose data was erased may have come with more of it: a worker that was at it, a sender that asks
 * again. It is erased once more.
 */
export const erasedAgain = (folded: Folded, { type }: MeshEvent): Folded =>
  folded.run.erased && type !== MESH.runCheck
    ? { ...folded, out: [...new Set([...folded.out, erasedIdOf(folded.run.id)])] }
    : folded;
