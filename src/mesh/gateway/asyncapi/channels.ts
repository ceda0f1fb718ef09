import { HUBS, type Hub } from '../../../contracts/hubs';
import { onHub, type EventKind } from './event-kinds';
import { WEBHOOK_TYPE } from './messages';
import { byName, messageRef, serverRef } from './ref';

/** Who reads a hub: a function of the mesh, by a consumer group of its own. */
export interface HubReader {
  name: string;
  hub: Hub;
  group: string;
}

const HUB: Readonly<Record<Hub, string>> = {
  intents: 'Intents of the lanes normal and low.',
  'intents-priority': 'Intents of the lane high.',
  tasks: 'Tasks of the lanes normal and low, for workers.',
  'tasks-priority': 'Tasks of the lane high, for workers.',
  'tasks-restricted': 'Tasks with personal data, for the restricted workers.',
  results: 'What became of tasks, and the commands to runs: all that the planner folds.',
  events: 'What the mesh tells the world: runs that changed and ended, and deliveries that are due.',
  dlq: 'Dead letters: events that could not be processed, whole, with the reason.',
};

/** Groups of every hub that no function of the mesh reads: the first is for whoever wants to look. */
const OPEN_GROUPS = ['observability', 'canary'] as const;

const hubChannel = (hub: Hub, kinds: readonly EventKind[], readers: readonly HubReader[]) => ({
  address: hub,
  title: hub,
  description: HUB[hub],
  servers: [serverRef('amqp'), serverRef('kafka')],
  messages: byName(
    onHub(hub, kinds),
    ({ type }) => type,
    ({ type }) => messageRef(type),
  ),
  bindings: { kafka: { topic: hub, bindingVersion: '0.5.0' } },
  'x-consumer-groups': [
    ...new Set([...readers.filter((one) => one.hub === hub).map(({ group }) => group), ...OPEN_GROUPS]),
  ],
});

/** The hubs, and the two ways between the mesh and those outside. */
export const channelsOf = (kinds: readonly EventKind[], readers: readonly HubReader[]) => ({
  ...byName(HUBS, String, (hub) => hubChannel(hub, kinds, readers)),
  'http-events': {
    address: '/api/events',
    title: 'Intents over HTTP',
    description: 'The way in for all that is not the mesh: POST /api/events of the OpenAPI document.',
    servers: [serverRef('https')],
    messages: byName(
      kinds.filter(({ meaning }) => meaning.kind === 'intent'),
      ({ type }) => type,
      ({ type }) => messageRef(type),
    ),
  },
  webhook: {
    address: '{sink}',
    title: 'Webhook',
    description: 'Where a subscription (POST /api/subscriptions) wants to be told that runs have ended.',
    parameters: { sink: { description: 'The https address of the subscription.' } },
    messages: { [WEBHOOK_TYPE]: messageRef(WEBHOOK_TYPE) },
  },
});
