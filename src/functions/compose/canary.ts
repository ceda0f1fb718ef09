import type { Handle } from '../../mesh/batch/guard';
import { measured } from '../../mesh/batch/measured';
import { traced } from '../../mesh/batch/traced';
import { canary } from '../../mesh/canary/canary';
import { lookAtRuns } from '../../mesh/canary/look-at-runs';
import { lookAtTasks } from '../../mesh/canary/look-at-tasks';
import { shadow } from '../../mesh/canary/shadow';
import { once } from './once';
import { reachOf } from './reach';

/** No guard: it would need a right to write. An event that kills this process holds the canary, which is what it is for. */
export const canaryApp = once(() => {
  const reach = reachOf('canary');
  const { clock, stores, tracer } = reach;
  const deps = { ...reach, runs: stores.runs(), outcomes: stores.canary(), now: clock.now };
  const look = canary(deps);
  const compare = shadow({ ...deps, next: reach.settings.MESH_CANARY_SKILLS });
  const lookAtResults = look(lookAtRuns(deps));
  const seen = (handle: Handle) => traced(tracer, measured(reach, handle));
  return {
    lookAtRuns: seen(look(lookAtRuns(deps))),
    lookAtResults: seen(async (batch) => {
      await lookAtResults(batch);
      await compare(batch);
    }),
    lookAtTasks: seen(look(lookAtTasks(deps))),
  };
});
