import { checkDue } from '../../mesh/planner/check-due';
import { planner } from '../../mesh/planner/planner';
import { once } from './once';
import { guardOf, reachOf } from './reach';

export const plannerApp = once(() => {
  const reach = reachOf('planner');
  const deps = {
    ...reach,
    runs: reach.stores.runs(),
    claims: reach.stores.claims(),
    silenceMs: reach.settings.MESH_SILENCE_MS,
  };
  const check = checkDue(deps);
  return {
    plan: guardOf(reach)('planner', planner(deps)),
    checkDue: async () => void (await check()),
  };
});
