/** The mesh's own storage: what `npm start` and the Bicep templates provision, and all that the code can name. */
export const TABLES = [
  'runs',
  'claims',
  'marks',
  'letters',
  'replays',
  'index',
  'ledger',
  'orders',
  'subscriptions',
  'health',
  'canary',
] as const;
export const CONTAINERS = ['content', 'restricted'] as const;
export const QUEUES = ['delayed', 'delayed-poison', 'long-tasks', 'long-tasks-poison'] as const;

export type Table = (typeof TABLES)[number];
export type Container = (typeof CONTAINERS)[number];
export type Queue = (typeof QUEUES)[number];
