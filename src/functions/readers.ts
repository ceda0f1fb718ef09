import type { Hub } from '../contracts/hubs';

/** Which functions read which hub, each by a consumer group of its own. */
export const READER = {
  plannerIntents: { hub: 'intents', group: 'planner' },
  plannerIntentsPriority: { hub: 'intents-priority', group: 'planner' },
  plannerResults: { hub: 'results', group: 'planner' },
  workerTasks: { hub: 'tasks', group: 'worker' },
  workerTasksPriority: { hub: 'tasks-priority', group: 'worker' },
  workerTasksRestricted: { hub: 'tasks-restricted', group: 'worker-restricted' },
  letters: { hub: 'dlq', group: 'letters' },
  indexRuns: { hub: 'events', group: 'index' },
  notifier: { hub: 'events', group: 'notifier' },
  eraser: { hub: 'events', group: 'eraser' },
  canaryIntents: { hub: 'intents', group: 'canary' },
  canaryIntentsPriority: { hub: 'intents-priority', group: 'canary' },
  canaryTasks: { hub: 'tasks', group: 'canary' },
  canaryTasksPriority: { hub: 'tasks-priority', group: 'canary' },
  canaryResults: { hub: 'results', group: 'canary' },
} as const satisfies Record<string, { hub: Hub; group: string }>;

export type ReaderName = keyof typeof READER;
/** Whose backlog is the mesh's: nothing waits for the canary, which need not be there. */
export const READERS = Object.values(READER).filter(({ group }) => group !== 'canary');
