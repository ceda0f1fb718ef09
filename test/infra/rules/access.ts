import { APPS, type App } from '../../../src/contracts/apps';
import { RIGHTS, type ContainerAccess } from '../../../src/contracts/rights';
import { QUEUES } from '../../../src/contracts/storage';
import type { Deployed, Deployment } from '../bicep/deploy';
import type { Registered } from '../registrations';
import { at, DEPLOYER, ofType, shortId } from '../template';
import { ROLE_NAMES } from './roles';

const assignments = (deployment: Deployment): readonly Deployed[] =>
  ofType(deployment, 'Microsoft.Authorization/roleAssignments');

const roleOf = ({ body }: Deployed): string => {
  const id = String(at(body, 'properties.roleDefinitionId'));
  return ROLE_NAMES[id.split('/').at(-1)!] ?? `the unknown role ${id}`;
};

const ALLOWED =
  /\(?!\(ActionMatches\{'[\w./]+\/blobs\/(?<action>[\w/]+)'\}(?<list> AND NOT SubOperationMatches\{'Blob\.List'\})?\)/g;
const NEVER =
  " OR (@Resource[Microsoft.Storage/storageAccounts/blobServices/containers:name] StringEquals '-'))";

/** What a condition takes away from a role: `, but for read, delete`. A condition of another form is told as it is. */
const lessOf = ({ body }: Deployed): string => {
  const condition = at(body, 'properties.condition') as string | null | undefined;
  if (!condition) return '';
  const version = String(at(body, 'properties.conditionVersion'));
  const known = version === '2.0' && condition.endsWith(NEVER);
  const actions = [...condition.matchAll(ALLOWED)].map(
    ({ groups }) => `${groups!['action']}${groups!['list'] ? ' (not list)' : ''}`,
  );
  const form = condition.slice(0, -NEVER.length).replaceAll(ALLOWED, '').replaceAll(' AND ', '');
  return known && form === '()' ? ` but for ${actions.toSorted().join(', ')}` : ` where ${condition}`;
};

/** `worker`, `apim`, `deployer`: who an assignment is for. */
const whoOf = (deployment: Deployment, { body }: Deployed): string => {
  const principal = String(at(body, 'properties.principalId'));
  if (principal === DEPLOYER) return 'deployer';
  const identity = /userAssignedIdentities\/(?<name>[^.]+)\.principalId>$/.exec(
    shortId(deployment, principal),
  );
  return identity?.groups?.['name']?.replace(/^id-/, '') ?? principal;
};

/** What the templates grant, by whom: `Event Hubs Data Sender on Microsoft.EventHub/namespaces/evhns/eventhubs/tasks`. */
export const grantsOf = (deployment: Deployment): ReadonlyMap<string, readonly string[]> =>
  new Map(
    [...Map.groupBy(assignments(deployment), (one) => whoOf(deployment, one))].map(([who, all]) => [
      who,
      all.map((one) => `${roleOf(one)}${lessOf(one)} on ${shortId(deployment, one.scope)}`).toSorted(),
    ]),
  );

const HUB = (hub: string) => `Microsoft.EventHub/namespaces/evhns/eventhubs/${hub}`;
const STORED = (account: string, service: string, kind: string) => (name: string) =>
  `Microsoft.Storage/storageAccounts/${account}/${service}/default/${kind}/${name}`;
const TABLE = STORED('stmesh', 'tableServices', 'tables');
const QUEUE = STORED('stmesh', 'queueServices', 'queues');
const HOST = STORED('sthost', 'blobServices', 'containers');
const CONTAINER = (name: string) =>
  STORED(name === 'restricted' ? 'strestr' : 'stmesh', 'blobServices', 'containers')(name);

/** What fails too often on a queue is put into another one, where there is one. */
const poisonOf = (queue: string): readonly string[] =>
  (QUEUES as readonly string[]).includes(`${queue}-poison`) ? [`${queue}-poison`] : [];

const triggerNeeds = ({ trigger }: Registered): readonly string[] => {
  switch (trigger.type) {
    case 'eventHubTrigger':
      return [
        `Event Hubs Data Receiver on ${HUB(trigger.eventHubName!)}`,
        `Storage Blob Data Owner on ${HOST('azure-webjobs-eventhub')}`,
      ];
    case 'queueTrigger':
      return [trigger.queueName!, ...poisonOf(trigger.queueName!)].map(
        (queue) => `Storage Queue Data Contributor on ${QUEUE(queue)}`,
      );
    case 'httpTrigger':
    case 'timerTrigger':
      return [];
    default:
      throw new Error(`say what a ${trigger.type} needs`);
  }
};

const AS = { read: 'Reader', write: 'Contributor' } as const;

const WRITES = ['add/action', 'write'];
/** What is taken away from the role of whoever may not do everything in a container. */
const LESS: Readonly<Record<ContainerAccess, readonly string[]>> = {
  read: [],
  write: [],
  create: ['delete', 'move/action', 'read'],
  use: ['delete', 'move/action'],
  erase: [...WRITES, 'move/action', 'read (not list)'],
};

const blobRole = (right: ContainerAccess): string => {
  const less = LESS[right].toSorted();
  const role = `Storage Blob Data ${right === 'read' ? 'Reader' : 'Contributor'}`;
  return less.length > 0 ? `${role} but for ${less.join(', ')}` : role;
};

/** What an app needs, from the triggers of its functions and from what its code reaches. Nothing else may be granted. */
export const needsOf = (app: App, registered: readonly Registered[]): readonly string[] => {
  const own = registered.filter(({ name }) => (APPS[app] as readonly string[]).includes(name));
  const { sends, inspects, tables, containers, queues } = RIGHTS[app];
  const ofTriggers = own.flatMap(triggerNeeds);
  const processes = (queue: string) => ofTriggers.some((need) => need.endsWith(QUEUE(queue)));
  const needs = [
    ...['azure-webjobs-hosts', 'azure-webjobs-secrets'].map(
      (name) => `Storage Blob Data Owner on ${HOST(name)}`,
    ),
    `Storage Blob Data Contributor on ${HOST(`package-${app}`)}`,
    'Monitoring Metrics Publisher on Microsoft.Insights/components/appi',
    ...ofTriggers,
    ...sends.map((hub) => `Event Hubs Data Sender on ${HUB(hub)}`),
    ...inspects.map((hub) => `Event Hubs Data Receiver on ${HUB(hub)}`),
    ...Object.entries(tables).map(([name, right]) => `Storage Table Data ${AS[right]} on ${TABLE(name)}`),
    ...Object.entries(containers).map(([name, right]) => `${blobRole(right)} on ${CONTAINER(name)}`),
    ...queues
      .filter((queue) => !processes(queue))
      .map((queue) => `Storage Queue Data Message Sender on ${QUEUE(queue)}`),
  ];
  return [...new Set(needs)].toSorted();
};

const PRINCIPAL_TYPES: ReadonlySet<unknown> = new Set(['ServicePrincipal', 'User', 'Group']);

/** What every assignment must be: on something that is made, and for somebody whose kind is said. */
export const assignmentFaults = (deployment: Deployment): readonly string[] => {
  const ids = new Set(deployment.resources.map(({ id }) => id));
  return assignments(deployment).flatMap((one) => {
    const what = `${one.file}: ${roleOf(one)} for ${whoOf(deployment, one)}`;
    const kind = at(one.body, 'properties.principalType');
    return [
      ...(PRINCIPAL_TYPES.has(kind) ? [] : [`${what} does not say what kind of principal it is`]),
      ...(ids.has(one.scope) ? [] : [`${what} is on ${one.scope}, which nothing makes`]),
      ...(/\/resourceGroups\/[^/]+$|^\/subscriptions\/[^/]+$/.test(one.scope)
        ? [`${what} is on a whole group`]
        : []),
      ...(roleOf(one).startsWith('the unknown') ? [what] : []),
    ];
  });
};
