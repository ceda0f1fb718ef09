import type { Hub } from '../contracts/hubs';

/** Which functions read which hub, each by a consumer group of its own. */
export const READER = {
  'planner-intents': { hub: 'intents', group: 'planner' },
  'planner-intents-priority': { hub: 'intents-priority', group: 'planner' },
  'planner-results': { hub: 'results', group: 'planner' },
  'worker-tasks': { hub: 'tasks', group: 'worker' },
  'worker-tasks-priority': { hub: 'tasks-priority', group: 'worker' },
  'worker-tasks-restricted': { hub: 'tasks-restricted', group: 'worker-restricted' },
  letters: { hub: 'dlq', group: 'letters' },
  'index-runs': { hub: 'events', group: 'index' },
  'canary-intents': { hub: 'intents', group: 'canary' },
  'canary-intents-priority': { hub: 'intents-priority', group: 'canary' },
  'canary-tasks': { hub: 'tasks', group: 'canary' },
  'canary-tasks-priority': { hub: 'tasks-priority', group: 'canary' },
  'canary-results': { hub: 'results', group: 'canary' },
} as const satisfies Record<string, { hub: Hub; group: string }>;

export type ReaderName = keyof typeof READER;
/** Whose backlog is the mesh's: nothing waits for the canary, which need not be there. */
export const READERS = Object.values(READER).filter(({ group }) => group !== 'canary');
