import { APPS, type App } from '../../src/contracts/apps';
import { exportedBy } from './bicep/deploy';
import { registrations, type Registered } from './registrations';
import { assignmentFaults, grantsOf, needsOf } from './rules/access';
import { ROLE_NAMES } from './rules/roles';
import { meshOf, VARIANT_NAMES } from './template';

let registered: readonly Registered[];
beforeAll(async () => void (registered = await registrations()));

const apps = Object.keys(APPS) as App[];
const CONTAINER_APPS: ReadonlySet<App> = new Set<App>(['worker', 'worker-restricted']);

describe('each app has exactly the roles that its functions’ triggers and its code need', () => {
  const grants = grantsOf(meshOf({ variant: 'prod' }));
  it.each(apps)('%s', (app) => expect(grants.get(app)).toEqual(needsOf(app, registered)));

  it('and nobody else has any, but those who are named here', () =>
    expect([...grants.keys()].filter((who) => !apps.includes(who as App)).toSorted()).toEqual([
      'apim',
      'capture',
      'deployer',
    ]));

  it('API Management sends telemetry, and reaches no data', () =>
    expect(grants.get('apim')).toEqual([
      'Monitoring Metrics Publisher on Microsoft.Insights/components/appi',
    ]));

  it('Capture writes its container, and whoever deploys the account, as Event Hubs asks of them', () => {
    const account = 'Microsoft.Storage/storageAccounts/stcapt';
    expect(grants.get('capture')).toEqual([
      `Storage Blob Data Contributor on ${account}/blobServices/default/containers/capture`,
    ]);
    expect(grants.get('deployer')).toEqual([`Storage Blob Data Contributor on ${account}`]);
  });

  it('whoever deploys has no other right on data, and publishes only while that is asked for', () => {
    expect(grantsOf(meshOf({ variant: 'dev' })).has('deployer')).toBe(false);
    expect(grantsOf(meshOf({ variant: 'consumption' })).get('deployer')).toEqual([
      ...['dlq', 'events', 'intents', 'intents-priority', 'results'].map(
        (hub) => `Event Hubs Data Sender on Microsoft.EventHub/namespaces/evhns/eventhubs/${hub}`,
      ),
      'Storage Blob Data Contributor on Microsoft.Storage/storageAccounts/stcapt',
    ]);
  });
});

it('grants the canary nothing where it is not deployed', () => {
  expect(grantsOf(meshOf({ variant: 'dev' })).has('canary')).toBe(false);
});

it('grants workers in containers the same, and to pull their image', () => {
  const grants = grantsOf(meshOf({ variant: 'containers' }));
  for (const app of apps)
    expect(grants.get(app)).toEqual(
      [
        ...needsOf(app, registered),
        ...(CONTAINER_APPS.has(app) ? ['AcrPull on Microsoft.ContainerRegistry/registries/cr'] : []),
      ].toSorted(),
    );
});

it('grants whoever wraps the key that and no more', () => {
  expect(grantsOf(meshOf({ variant: 'closed' })).get('encryption')).toEqual([
    'Key Vault Crypto Service Encryption User on Microsoft.KeyVault/vaults/kv/keys/mesh-data',
  ]);
});

it.each(VARIANT_NAMES)(
  '%s: each role is on something that is made, for somebody whose kind is said',
  (variant) => expect(assignmentFaults(meshOf({ variant }))).toEqual([]),
);

it('names roles by what they are', () => {
  const words = (text: string) => text.toLowerCase().replaceAll(/[^a-z]/g, '');
  const roles = exportedBy('infra/roles.bicep', 'ROLES') as Record<string, string>;
  for (const [name, id] of Object.entries(roles))
    expect(words(ROLE_NAMES[id] ?? 'unknown')).toContain(words(name).replace(/^acr/, 'acr'));
});
