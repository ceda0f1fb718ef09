import type { App } from './apps';
import { HUBS, type Hub } from './hubs';
import type { Container, Queue, Table } from './storage';

/** `write` includes reading and deleting: Azure has no role between them for tables. */
export type Access = 'read' | 'write';

/**
 * Blobs are told apart further: `create` puts what cannot be read again, `use` reads and puts, and `erase` finds and deletes
 * without reading. For all of them, the role is narrowed by a condition.
 */
export type ContainerAccess = Access | 'create' | 'use' | 'erase';

/** What the code of an app reaches. What its triggers need is told by its functions, and not repeated here. */
export interface Rights {
  /** Hubs that it sends to. */
  sends: readonly Hub[];
  /** Hubs that it looks into, by the consumer group `observability`: how far readers are behind, and since when. */
  inspects: readonly Hub[];
  tables: Readonly<Partial<Record<Table, Access>>>;
  containers: Readonly<Partial<Record<Container, ContainerAccess>>>;
  /** Queues that it sends to. */
  queues: readonly Queue[];
}

const WORKER: Rights = {
  sends: ['results', 'dlq'],
  inspects: [],
  tables: { claims: 'write', marks: 'write', ledger: 'write', orders: 'write' },
  containers: { content: 'write' },
  queues: ['delayed', 'long-tasks'],
};

/**
 * Least privilege, in one table: the code cannot reach what does not stand here (functions/compose/reach.ts), and the
 * templates grant exactly this (infra/access/, compared by test/infra).
 */
export const RIGHTS: Readonly<Record<App, Rights>> = {
  gateway: {
    sends: ['intents', 'intents-priority', 'results'],
    inspects: [],
    tables: {
      runs: 'read',
      index: 'read',
      letters: 'read',
      replays: 'write',
      subscriptions: 'write',
      health: 'read',
      canary: 'read',
    },
    // What it puts there is checked and put away; it has no use for it.
    containers: { content: 'write', restricted: 'create' },
    queues: [],
  },
  planner: {
    sends: ['tasks', 'tasks-priority', 'tasks-restricted', 'results', 'events', 'dlq'],
    inspects: [],
    tables: { runs: 'write', claims: 'write', marks: 'write' },
    containers: { content: 'write' },
    queues: [],
  },
  worker: WORKER,
  // The only one that sees what is behind a reference to restricted data.
  // What lasts it performs as it comes: the queue is read by those who may not see it.
  'worker-restricted': {
    ...WORKER,
    containers: { content: 'write', restricted: 'use' },
    queues: ['delayed'],
  },
  operations: {
    // A dead letter goes back to where it came from, and a delayed event to where its type says.
    sends: HUBS,
    inspects: HUBS,
    tables: {
      runs: 'write',
      claims: 'write',
      marks: 'write',
      letters: 'write',
      replays: 'write',
      index: 'write',
      subscriptions: 'write',
      health: 'write',
      canary: 'write',
    },
    containers: { content: 'write', restricted: 'erase' },
    queues: ['delayed'],
  },
  // It reads what runs and events hold, to say whether this build could go on with them; it can change nothing
  // but what it tells: the sums of what it compared.
  canary: {
    sends: [],
    inspects: [],
    tables: { runs: 'read', canary: 'write' },
    containers: { content: 'read' },
    queues: [],
  },
};
