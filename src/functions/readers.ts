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
} as const satisfies Record<string, { hub: Hub; group: string }>;

export type ReaderName = keyof typeof READER;
export const READERS = Object.values(READER);
