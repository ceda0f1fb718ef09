import { HUBS, type Hub } from '../../../contracts/hubs';
import { RIGHTS } from '../../../contracts/rights';
import type { HubReader } from './channels';
import { onHub, type EventKind } from './event-kinds';
import { WEBHOOK_TYPE } from './messages';
import { inChannel, ref } from './ref';
import { SENDERS, sendersOf, type Sender } from './senders';

const pascal = (words: string): string =>
  words
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

const sends = (app: Sender, hub: Hub, types: readonly string[], summary: string) => ({
  action: 'send',
  channel: ref('channels', hub),
  summary,
  messages: types.map((type) => inChannel(hub, type)),
  'x-app': app,
});

/** What an app makes, hub by hub, as far as its rights go. */
const sentBy = (app: Sender, kinds: readonly EventKind[]) =>
  HUBS.filter((hub) => RIGHTS[app].sends.includes(hub)).flatMap((hub) => {
    const own = onHub(hub, kinds).filter(({ meaning }) => sendersOf(meaning).includes(app));
    if (own.length === 0) return [];
    const types = own.map(({ type }) => type);
    return [[`${app}Sends${pascal(hub)}`, sends(app, hub, types, `${app} sends to ${hub}.`)] as const];
  });

/** Dead letters go back to where they came from, and delayed events to where their type says. */
const broughtBack = (kinds: readonly EventKind[]) =>
  HUBS.filter((hub) => hub !== 'dlq' && onHub(hub, kinds).length > 0).map((hub) => {
    const types = onHub(hub, kinds).map(({ type }) => type);
    const summary = `operations brings back to ${hub} what was a dead letter, or had to wait.`;
    return [`operationsReturns${pascal(hub)}`, sends('operations', hub, types, summary)] as const;
  });

const received = ({ name, hub, group }: HubReader, kinds: readonly EventKind[]) =>
  [
    `${name}Receives`,
    {
      action: 'receive',
      channel: ref('channels', hub),
      summary: `The function ${name} reads ${hub} by the consumer group ${group}.`,
      messages: onHub(hub, kinds).map(({ type }) => inChannel(hub, type)),
      bindings: {
        kafka: { groupId: { type: 'string', enum: [group] }, bindingVersion: '0.5.0' },
      },
      'x-consumer-group': group,
    },
  ] as const;

const overHttp = (kinds: readonly EventKind[]) => ({
  gatewayReceivesIntents: {
    action: 'receive',
    channel: ref('channels', 'http-events'),
    summary: 'The gateway takes intents from whoever has the role Mesh.Publish.',
    security: [ref('components', 'securitySchemes', 'bearer')],
    messages: kinds
      .filter(({ meaning }) => meaning.kind === 'intent')
      .map(({ type }) => inChannel('http-events', type)),
    bindings: { http: { method: 'POST', bindingVersion: '0.3.0' } },
  },
  notifierSendsWebhook: {
    action: 'send',
    channel: ref('channels', 'webhook'),
    summary:
      'Tells a subscriber that a run has ended; sent again with the same ce-id until it is answered with 2xx.',
    messages: [inChannel('webhook', WEBHOOK_TYPE)],
    bindings: { http: { method: 'POST', bindingVersion: '0.3.0' } },
  },
});

/** Who sends and who receives what: the mesh's own apps and functions. */
export const operationsOf = (kinds: readonly EventKind[], readers: readonly HubReader[]) => ({
  ...Object.fromEntries(SENDERS.flatMap((app) => sentBy(app, kinds))),
  ...Object.fromEntries(broughtBack(kinds)),
  ...Object.fromEntries(readers.map((reader) => received(reader, kinds))),
  ...overHttp(kinds),
});
