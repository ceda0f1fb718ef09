import { PlatformError } from '../../contracts/errors';
import type { MeshEvent } from '../../contracts/event';
import { MESH } from '../../contracts/event-types';
import type { Clock } from '../ports/clock';
import type { Log } from '../ports/log';
import type { Publisher } from '../ports/publisher';
import type { DueRun, RunStore } from '../ports/run-store';
import { PLANNER } from './run-envelope';

export interface CheckDueDeps {
  runs: Pick<RunStore, 'due'>;
  publisher: Pick<Publisher, 'publish'>;
  clock: Pick<Clock, 'now'>;
  log: Log;
  /** Runs that one call looks at; those left over are due the next time. */
  limit?: number;
}

/**
 * Commands the runs that are due to be checked: past their deadline, or with tasks that nobody answers. Nothing is
 * written here; a run that is still due the next time is sent the same command again.
 */
export const checkDue =
  ({ runs, publisher, clock, log, limit = 5_000 }: CheckDueDeps) =>
  async (): Promise<number> => {
    const at = clock.now();
    const due = await runs.due(at, limit);
    if (due.length === 0) return 0;
    const fates = await publisher.publish(due.map((run) => checkOf(run, at)));
    const lost = fates.find((fate) => !fate.sent);
    if (lost && !lost.sent)
      throw new PlatformError('the hub results does not take checks', { cause: lost.error });
    log.info('runs are due and have been told to look at themselves', { runs: due.length });
    return due.length;
  };

const checkOf = ({ id, tenant, dueAt }: DueRun, at: number): MeshEvent => ({
  specversion: '1.0',
  id: `${id}.check-${dueAt}`,
  source: PLANNER,
  type: MESH.runCheck,
  subject: id,
  time: new Date(at).toISOString(),
  datacontenttype: 'application/json',
  correlationid: id,
  tenantid: tenant,
  partitionkey: id,
  data: {},
});
