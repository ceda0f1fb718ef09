import { checkDue } from '../../mesh/planner/check-due';
import { planner } from '../../mesh/planner/planner';
import { once } from './once';
import { platform } from './platform';
import { guard, stores } from './stores';

export const plannerApp = once(() => {
  const deps = {
    ...platform(),
    runs: stores.runs(),
    claims: stores.claims(),
    silenceMs: platform().settings.MESH_SILENCE_MS,
  };
  const check = checkDue(deps);
  return {
    plan: guard()('planner', planner(deps)),
    checkDue: async () => void (await check()),
  };
});
