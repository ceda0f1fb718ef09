import { blobContentStore } from '../../azure/blob-content-store';
import {
  consumerOf,
  containerOf,
  hostContainerOf,
  producerOf,
  queueOf,
  restrictedContainerOf,
  tableOf,
} from '../../azure/connections';
import { queueDelayQueue } from '../../azure/queue-delay-queue';
import { readOnlyTable } from '../../azure/read-only-table';
import { tableActStore } from '../../azure/table-act-store';
import { tableCheck } from '../../azure/table-check';
import { tableCanaryStore } from '../../azure/table-canary-store';
import { tableClaimStore } from '../../azure/table-claim-store';
import { tableErasureStore } from '../../azure/table-erasure-store';
import { tableHealthStore } from '../../azure/table-health-store';
import { tableLetterStore } from '../../azure/table-letter-store';
import { tableMarkStore } from '../../azure/table-mark-store';
import { tableReplayStore } from '../../azure/table-replay-store';
import { tableRunIndex } from '../../azure/table-run-index';
import { tableRunStore } from '../../azure/table-run-store';
import { tableSubscriptionStore } from '../../azure/table-subscription-store';
import type { App } from '../../contracts/apps';
import { RIGHTS } from '../../contracts/rights';
import type { Hub } from '../../contracts/hubs';
import type { Container, Queue, Table } from '../../contracts/storage';
import { guarded, type Handle } from '../../mesh/batch/guard';
import { measured } from '../../mesh/batch/measured';
import { traced } from '../../mesh/batch/traced';
import { countedSends } from '../../mesh/counted-sends';
import { deadLetterer } from '../../mesh/letters/dead-letterer';
import { onlyTo } from '../../mesh/only-to';
import { limitedContents } from '../../mesh/limited-contents';
import { agentsServe } from './agent-tables';
import { platform } from './platform';
import { refusal } from './refusal';

const asked = new Map<App, Set<string>>();

/** What the composition of an app has asked for so far, such as `table runs`: a right to anything else is too much. */
export const askedBy = (app: App): ReadonlySet<string> => asked.get(app) ?? new Set();

/** What an app can lay its hands on: exactly its rights, so that the laptop refuses what Azure would. */
const resourcesOf = (app: App) => {
  const rights = RIGHTS[app];
  const { settings } = platform();
  const note = (what: string) => asked.set(app, new Set([...askedBy(app), what]));
  return {
    table: (name: Table) => {
      note(`table ${name}`);
      const right = rights.tables[name];
      if (!right) throw refusal(app, `use the table '${name}'`);
      const table = tableOf(settings, name);
      return right === 'write'
        ? table
        : readOnlyTable(table, (operation) => refusal(app, `${operation} in the table '${name}'`));
    },
    contents: (name: Container) => {
      note(`container ${name}`);
      const right = rights.containers[name];
      if (!right) throw refusal(app, `use the container '${name}'`);
      const clientOf = name === 'restricted' ? restrictedContainerOf : containerOf;
      const store = blobContentStore({ container: clientOf(settings, name) });
      return right === 'write'
        ? store
        : limitedContents(store, right, (doing) => refusal(app, `${doing} the container '${name}'`));
    },
    queue: (name: Queue) => {
      note(`queue ${name}`);
      if (!rights.queues.includes(name)) throw refusal(app, `send to the queue '${name}'`);
      return queueOf(settings, name);
    },
    inspect: (hub: Hub) => {
      note(`inspect ${hub}`);
      if (!rights.inspects.includes(hub)) throw refusal(app, `look into the hub '${hub}'`);
      return settings;
    },
    /** Where the readers of all hubs keep how far they are. */
    checkpoints: () => {
      note('checkpoints');
      if (rights.inspects.length === 0) throw refusal(app, 'look how far readers are');
      return hostContainerOf(settings, 'azure-webjobs-eventhub');
    },
  };
};

/** Clients that look at the ends of a hub, and at what waits there. They give up soon: somebody waits for the answer. */
const inspectionOf = ({ inspect, checkpoints }: ReturnType<typeof resourcesOf>) => {
  const options = { retryOptions: { maxRetries: 0, timeoutInMs: 5_000 } };
  return {
    producerFor: (hub: Hub) => producerOf(inspect(hub))(hub, options),
    consumerFor: (hub: Hub) => consumerOf(inspect(hub))(hub, 'observability', options),
    checkpoints,
  };
};

const storesOf = ({ table, queue, contents: contentsIn }: ReturnType<typeof resourcesOf>) => {
  const contents = contentsIn('content');
  return {
    contents,
    restricted: () => contentsIn('restricted'),
    runs: () => tableRunStore({ table: table('runs') }),
    claims: () => tableClaimStore({ table: table('claims'), contents }),
    marks: () => tableMarkStore({ table: table('marks') }),
    letters: () => tableLetterStore({ table: table('letters') }),
    replays: () => tableReplayStore({ table: table('replays') }),
    erasures: () => tableErasureStore({ table: table('replays') }),
    acts: () => tableActStore({ table: table('replays') }),
    index: () => tableRunIndex({ table: table('index') }),
    canary: () => tableCanaryStore({ table: table('canary') }),
    health: () => tableHealthStore({ table: table('health') }),
    subscriptions: () => tableSubscriptionStore({ table: table('subscriptions') }),
    check: () => tableCheck('storage', table('runs')),
    delayed: () => queueDelayQueue({ queue: queue('delayed'), contents, now: platform().clock.now }),
    longTasks: () => queueDelayQueue({ queue: queue('long-tasks'), contents, now: platform().clock.now }),
  };
};

/**
 * The platform as one app sees it. A store that is asked for without a right is an error that says where to give it.
 * @example const { publisher, stores } = reachOf('planner');
 */
export const reachOf = (app: App) => {
  const shared = platform();
  agentsServe(app);
  const resources = resourcesOf(app);
  const { contents, ...stores } = storesOf(resources);
  const publisher = onlyTo(RIGHTS[app].sends, countedSends(shared.metrics, shared.publisher), (hub) =>
    refusal(app, `send to the hub '${hub}'`),
  );
  const { versions, clock } = shared;
  const deadLetters = deadLetterer({ publisher, contents, versions, clock });
  const inspection = inspectionOf(resources);
  return { ...shared, publisher, contents, deadLetters, stores, inspection };
};

export type Reach = ReturnType<typeof reachOf>;

/** Every batch is traced and measured, and an event that kills its process does not come back for ever. */
export const guardOf = (reach: Reach) => {
  const keep = guarded({ ...reach, marks: reach.stores.marks() });
  return (group: string, handle: Handle) => keep(group, traced(reach.tracer, measured(reach, handle)));
};

/** When a letter is brought back by itself, and when it no longer is. */
export const letterPolicy = () => ({
  parkAfter: 3,
  autoReplayAfterMs: platform().settings.MESH_AUTO_REPLAY_AFTER_MS,
});
