import { meaningOf } from '../../contracts/event-types';
import type { Catalog } from '../catalog';
import type { LineChange, RunStore, StoredRun } from '../ports/run-store';
import type { Queue } from './fold-run';
import { orderedIn } from './line';
import type { Line } from './line';
import type { Arrival } from './read-batch';

interface Waiting {
  stored: StoredRun | undefined;
  arrivals: readonly Arrival[];
}

/** The key in whose order a run does something, from the run or from the intent that it will be of. */
export const keyOf =
  ({ planFor, skill }: Pick<Catalog, 'planFor' | 'skill'>) =>
  ({ stored, arrivals }: Waiting): string | undefined => {
    if (stored) return stored.run.ordered?.key;
    const { event } = arrivals[0]!;
    const planned = meaningOf(event.type).kind === 'intent' ? planFor(event.type) : undefined;
    return planned && orderedIn(event, planned.plan, skill).ordered?.key;
  };

/** The line of one key as the runs of a batch leave it, one after the other. */
export interface LineOfBatch extends Queue {
  /** What is to be written with the run that left the line like this; undefined where it is as it was read. */
  changeTo(line: Line | undefined): LineChange | undefined;
}

export const lineOfBatch = (runs: Pick<RunStore, 'line'>, key: string): LineOfBatch => {
  let read: { line: Line; etag?: string } | undefined;
  const queue: LineOfBatch = {
    line: undefined,
    find: async () => {
      read = (await runs.line(key)) ?? { line: { key, runs: [] } };
      queue.line = read.line;
    },
    changeTo: (line) =>
      line === undefined || line === read?.line
        ? undefined
        : { line, ...(read?.etag !== undefined && { etag: read.etag }) },
  };
  return queue;
};
