import { queueOf, tableOf } from '../../azure/connections';
import { queueDelayQueue } from '../../azure/queue-delay-queue';
import { tableClaimStore } from '../../azure/table-claim-store';
import { tableLetterStore } from '../../azure/table-letter-store';
import { tableMarkStore } from '../../azure/table-mark-store';
import { tableReplayStore } from '../../azure/table-replay-store';
import { tableRunIndex } from '../../azure/table-run-index';
import { tableRunStore } from '../../azure/table-run-store';
import { guarded, type Handle } from '../../mesh/batch/guard';
import { traced } from '../../mesh/batch/traced';
import { once } from './once';
import { platform } from './platform';

const table = (name: string) => tableOf(platform().settings, name);

/** Each store is made once a process, and only in an app that asks for it: an app has no rights to the others. */
export const stores = {
  runs: once(() => tableRunStore({ table: table('runs') })),
  claims: once(() => tableClaimStore({ table: table('claims'), contents: platform().contents })),
  marks: once(() => tableMarkStore({ table: table('marks') })),
  letters: once(() => tableLetterStore({ table: table('letters') })),
  replays: once(() => tableReplayStore({ table: table('replays') })),
  index: once(() => tableRunIndex({ table: table('index') })),
  delayed: once(() =>
    queueDelayQueue({
      queue: queueOf(platform().settings, 'delayed'),
      contents: platform().contents,
      now: platform().clock.now,
    }),
  ),
};

/** Every batch is traced, and an event that kills its process does not come back for ever. */
export const guard = once(() => {
  const keep = guarded({ ...platform(), marks: stores.marks() });
  return (group: string, handle: Handle) => keep(group, traced(platform().tracer, handle));
});

/** When a letter is brought back by itself, and when it no longer is. */
export const letterPolicy = () => ({
  parkAfter: 3,
  autoReplayAfterMs: platform().settings.MESH_AUTO_REPLAY_AFTER_MS,
});
