import { randomUUID } from 'node:crypto';
import { deadLetterPoisoned, deliverDelayed } from '../../mesh/worker/delayed';
import { worker } from '../../mesh/worker/worker';
import { once } from './once';
import { platform } from './platform';
import { guard, stores } from './stores';

export const workerApp = once(() => {
  const { settings } = platform();
  const deps = {
    ...platform(),
    claims: stores.claims(),
    delayed: stores.delayed(),
    instance: randomUUID(),
    unknownSkillMs: settings.MESH_UNKNOWN_SKILL_MS,
    limits: {
      concurrency: settings.MESH_WORKER_CONCURRENCY,
      budgetMs: settings.MESH_BATCH_BUDGET_MS,
      graceMs: settings.MESH_LEASE_GRACE_MS,
    },
  };
  return {
    work: guard()('worker', worker(deps)),
    deliver: deliverDelayed(deps),
    deliverPoison: deadLetterPoisoned(deps),
  };
});
