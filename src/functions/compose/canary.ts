import { traced } from '../../mesh/batch/traced';
import { canary } from '../../mesh/canary/canary';
import { lookAtRuns } from '../../mesh/canary/look-at-runs';
import { lookAtTasks } from '../../mesh/canary/look-at-tasks';
import { nullMetrics } from '../../mesh/ports/memory/null-metrics';
import { once } from './once';
import { reachOf } from './reach';

/** No guard: it would need a right to write. An event that kills this process holds the canary, which is what it is for. */
export const canaryApp = once(() => {
  const reach = reachOf('canary');
  const { clock, stores, tracer } = reach;
  const deps = { ...reach, runs: stores.runs(), now: clock.now, metrics: nullMetrics };
  const look = canary(deps);
  return {
    lookAtRuns: traced(tracer, look(lookAtRuns(deps))),
    lookAtTasks: traced(tracer, look(lookAtTasks(deps))),
  };
});
