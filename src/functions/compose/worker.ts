import { randomUUID } from 'node:crypto';
import { deadLetterPoisoned } from '../../mesh/worker/delayed';
import { LONGEST_MS } from '../../mesh/worker/long';
import { LONG_TASKS, performLong } from '../../mesh/worker/long-tasks';
import { worker } from '../../mesh/worker/worker';
import { once } from './once';
import { guardOf, reachOf } from './reach';

const depsOf = (reach: ReturnType<typeof reachOf>) => {
  const { settings, stores } = reach;
  return {
    ...reach,
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
};

/** As many as the host gives at a time (`queues` in host.json): a task that waited here would use up its function's time. */
const AS_GIVEN = 1_000;

export const workerApp = once(() => {
  const reach = reachOf('worker');
  const deps = depsOf(reach);
  const longTasks = reach.stores.longTasks();
  const limits = { ...deps.limits, concurrency: AS_GIVEN, budgetMs: LONGEST_MS };
  return {
    work: guardOf(reach)('worker', worker({ ...deps, longTasks, longMs: reach.settings.MESH_LONG_TASK_MS })),
    workLong: performLong({ ...reach, longTasks, work: worker({ ...deps, limits, instance: randomUUID() }) }),
    buryLong: deadLetterPoisoned(reach, LONG_TASKS),
  };
});

export const restrictedWorkerApp = once(() => {
  const reach = reachOf('worker-restricted');
  const restricted = reach.stores.restricted();
  return { work: guardOf(reach)('worker', worker({ ...depsOf(reach), restricted })) };
});
