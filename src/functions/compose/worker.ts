import { randomUUID } from 'node:crypto';
import { worker } from '../../mesh/worker/worker';
import { once } from './once';
import { guardOf, reachOf } from './reach';

const createWorker = (app: 'worker' | 'worker-restricted') => {
  const reach = reachOf(app);
  const { settings, stores } = reach;
  const deps = {
    ...reach,
    claims: stores.claims(),
    delayed: stores.delayed(),
    ...(app === 'worker-restricted' && { restricted: stores.restricted() }),
    instance: randomUUID(),
    unknownSkillMs: settings.MESH_UNKNOWN_SKILL_MS,
    limits: {
      concurrency: settings.MESH_WORKER_CONCURRENCY,
      budgetMs: settings.MESH_BATCH_BUDGET_MS,
      graceMs: settings.MESH_LEASE_GRACE_MS,
    },
  };
  return { work: guardOf(reach)('worker', worker(deps)) };
};

export const workerApp = once(() => createWorker('worker'));
export const restrictedWorkerApp = once(() => createWorker('worker-restricted'));
