import laptop from '../../src/local/event-hubs.json';
import { CONTAINERS, QUEUES, TABLES } from '../../src/contracts/storage';
import { deployedGroups, hubFaults, wantedGroups } from './rules/hubs';
import { at, meshOf, ofType, VARIANT_NAMES } from './template';

const captured = (variant: 'prod' | 'dev') =>
  ofType(meshOf({ variant }), 'Microsoft.EventHub/namespaces/eventhubs')
    .filter(({ body }) => at(body, 'properties.captureDescription.enabled') === true)
    .map(({ name }) => name)
    .toSorted();

it.each(VARIANT_NAMES)(
  '%s: the hubs of the code, each with a group for each reader, and for onlookers',
  (variant) => expect(deployedGroups(meshOf({ variant }))).toEqual(wantedGroups()),
);

it('the laptop has the same hubs and groups', () => {
  const { Entities } = laptop.UserConfig.NamespaceConfig[0]!;
  const groups = Entities.map(({ Name, ConsumerGroups }) => [
    Name,
    ConsumerGroups.map((group) => group.Name).toSorted(),
  ]);
  expect(Object.fromEntries(groups)).toEqual(wantedGroups());
});

it.each(VARIANT_NAMES)('%s: stays within the limits of its tier', (variant) =>
  expect(hubFaults(meshOf({ variant }))).toEqual([]),
);

it('captures what an audit needs, and never tasks: what is restricted leaves no copy', () => {
  expect(captured('prod')).toEqual(['dlq', 'events', 'intents', 'intents-priority', 'results']);
  expect(captured('dev')).toEqual([]);
});

it.each(VARIANT_NAMES)('%s: the tables, queues and containers that the code names', (variant) => {
  const deployment = meshOf({ variant });
  const named = (kind: string, account: string) =>
    ofType(deployment, `Microsoft.Storage/storageAccounts/${kind}`)
      .filter(({ scope }) => scope.includes(`/${account}`))
      .map(({ name }) => name)
      .toSorted();
  expect(named('tableServices/tables', 'stmesh')).toEqual(TABLES.toSorted());
  expect(named('queueServices/queues', 'stmesh')).toEqual(QUEUES.toSorted());
  expect([
    ...named('blobServices/containers', 'stmesh'),
    ...named('blobServices/containers', 'strestr'),
  ]).toEqual(CONTAINERS.toSorted());
});

it.each(VARIANT_NAMES)('%s: nothing is made twice', (variant) => {
  // What Microsoft Graph keeps has no name: it is what it says.
  const ids = meshOf({ variant }).resources.map(({ type, id, body }) =>
    (type.startsWith('Microsoft.Graph/') ? JSON.stringify(body) : `${type} ${id}`).toLowerCase(),
  );
  expect(ids.filter((id, n) => ids.indexOf(id) !== n)).toEqual([]);
});
