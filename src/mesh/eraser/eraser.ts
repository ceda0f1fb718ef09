import { parseStructured } from '../../contracts/envelope';
import { restrictedFolder } from '../../contracts/dataref';
import { MESH } from '../../contracts/event-types';
import { isRunId } from '../../contracts/ids';
import type { ReceivedBatch, ReceivedEvent } from '../batch/received';
import type { ContentFolders } from '../ports/content-store';
import type { Log } from '../ports/log';

export interface EraserDeps {
  restricted: Pick<ContentFolders, 'removeFolders'>;
  log: Pick<Log, 'info'>;
}

/** The run whose data is to go; undefined for every other event. What is no event at all is a dead letter of the index. */
const runIn = ({ body }: ReceivedEvent): string | undefined => {
  const parsed = parseStructured(body);
  if (!parsed.ok || parsed.event.type !== MESH.runErased) return undefined;
  const run = parsed.event.correlationid;
  return run !== undefined && isRunId(run) ? run : undefined;
};

/**
 * Deletes the restricted data of runs that say so on the hub `events`. Deleting twice is deleting once; a store that does
 * not answer holds the batch, so that nothing is forgotten.
 * @throws PlatformError when the store does not answer: the batch is delivered again
 */
export const eraser =
  ({ restricted, log }: EraserDeps) =>
  async ({ events }: ReceivedBatch): Promise<void> => {
    const runs = [...new Set(events.flatMap((event) => runIn(event) ?? []))];
    if (runs.length === 0) return;
    await restricted.removeFolders(runs.map(restrictedFolder));
    for (const run of runs) log.info('the restricted data of a run was erased', { run });
  };
