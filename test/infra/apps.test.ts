import { APPS } from '../../src/contracts/apps';
import { SETTINGS } from '../../src/functions/settings-schema';
import { registrations } from './registrations';
import { LEFT_OUT, partitionFaults, settingFaults, settingsOf, switchedOn } from './rules/settings';
import { at, jsonOf, meshOf, ofType, shortId, textOf, VARIANT_NAMES } from './template';

let registered: readonly string[];
beforeAll(async () => void (registered = (await registrations()).map(({ name }) => name)));

it('runs each function in the app that it belongs to', () => {
  const apps = switchedOn(meshOf({ variant: 'prod' }), registered);
  const on = Object.fromEntries([...apps].map(([app, functions]) => [app, functions.on.toSorted()]));
  expect(on).toEqual(
    Object.fromEntries(Object.entries(APPS).map(([app, functions]) => [app, functions.toSorted()])),
  );
});

it.each(VARIANT_NAMES)('%s: every function runs in one app, and what is switched off exists', (variant) =>
  expect(partitionFaults(meshOf({ variant }), registered)).toEqual([]),
);

it.each(VARIANT_NAMES)(
  '%s: each setting that the code reads is set to what it takes, and none that nothing reads',
  (variant) => expect(settingFaults(meshOf({ variant }))).toEqual([]),
);

it('leaves out only what the code does read', () =>
  expect(Object.keys(LEFT_OUT).filter((name) => !(name in SETTINGS))).toEqual([]));

it.each(VARIANT_NAMES)('%s: webhooks lead to the public internet only', (variant) => {
  for (const settings of settingsOf(meshOf({ variant })).values())
    expect(settings['MESH_WEBHOOK_TARGETS'] ?? SETTINGS['MESH_WEBHOOK_TARGETS']!.default).toBe('public');
});

it.each(VARIANT_NAMES)('%s: each app is the identity of its name, everywhere', (variant) => {
  const deployment = meshOf({ variant });
  const apps = [
    ...ofType(deployment, 'Microsoft.Web/sites'),
    ...ofType(deployment, 'Microsoft.App/containerApps'),
  ];
  expect(apps.length).toBeGreaterThan(4);
  for (const app of apps) {
    const name = String(at(app.body, 'tags.azd-service-name')).replace(/-container$/, '');
    const identity = `Microsoft.ManagedIdentity/userAssignedIdentities/id-${name}`;
    const ids = Object.keys(at(app.body, 'identity.userAssignedIdentities') as object);
    expect(ids.map((id) => shortId(deployment, id))).toEqual([identity]);
    const settings = settingsOf(deployment).get(name as keyof typeof APPS)!;
    for (const connection of ['MESH_EVENTHUBS', 'MESH_STORAGE', 'MESH_RESTRICTED', 'AzureWebJobsStorage'])
      expect(settings[`${connection}__clientId`]).toContain(`/id-${name}-`);
    expect(settings['APPLICATIONINSIGHTS_AUTHENTICATION_STRING']).toContain(`/id-${name}-`);
  }
});

it.each(VARIANT_NAMES)(
  '%s: each package has a container of its own, which its app’s identity reads',
  (variant) => {
    const deployment = meshOf({ variant });
    for (const { body } of ofType(deployment, 'Microsoft.Web/sites')) {
      const name = String(at(body, 'tags.azd-service-name'));
      const storage = at(body, 'properties.functionAppConfig.deployment.storage') as {
        value: string;
        authentication: { userAssignedIdentityResourceId: string };
      };
      expect(storage.value).toMatch(new RegExp(`package-${name}$`));
      expect(shortId(deployment, storage.authentication.userAssignedIdentityResourceId)).toMatch(
        new RegExp(`/id-${name}$`),
      );
    }
  },
);

it('lets nobody but API Management in at the gateway, and tells callers its address', () => {
  const deployment = meshOf();
  const auth = deployment.resources.find(({ name }) => name === 'authsettingsV2')!;
  expect(shortId(deployment, auth.scope)).toBe('Microsoft.Web/sites/func-gateway');
  expect(at(auth.body, 'properties.globalValidation')).toMatchObject({
    requireAuthentication: true,
    unauthenticatedClientAction: 'Return401',
  });
  const policy = at(
    auth.body,
    'properties.identityProviders.azureActiveDirectory.validation.defaultAuthorizationPolicy',
  ) as { allowedApplications: string[]; allowedPrincipals: { identities: string[] } };
  for (const [who] of [policy.allowedApplications, policy.allowedPrincipals.identities])
    expect(who).toContain('/id-apim-');
  const url = settingsOf(deployment).get('gateway')!['MESH_PUBLIC_URL'];
  expect(`${url}/api`).toBe(deployment.outputs['MESH_API_URL']);
  expect(url).toContain('Microsoft.ApiManagement');
});

it('keeps gateways warm where that is asked for, and nobody else', () => {
  const ready = ofType(meshOf({ variant: 'prod' }), 'Microsoft.Web/sites').map(({ body }) => [
    at(body, 'tags.azd-service-name'),
    at(body, 'properties.functionAppConfig.scaleAndConcurrency.alwaysReady'),
  ]);
  const { apps } = jsonOf('infra/environments/prod.json') as { apps: { gateway: { alwaysReady: number } } };
  for (const [name, groups] of ready)
    expect(groups).toEqual(
      name === 'gateway' ? [{ name: 'http', instanceCount: apps.gateway.alwaysReady }] : [],
    );
});

// From ARM's own words (error 51021) in reports of deployments that failed, and Microsoft's list of what Flex Consumption has no use for.
const REFUSED_BY_FLEX: ReadonlySet<string> = new Set([
  'alwaysOn',
  'ftpsState',
  'functionAppScaleLimit',
  'functionsRuntimeScaleMonitoringEnabled',
  'linuxFxVersion',
  'netFrameworkVersion',
  'preWarmedInstanceCount',
  'use32BitWorkerProcess',
  'vnetRouteAllEnabled',
  'windowsFxVersion',
]);

it.each(VARIANT_NAMES)('%s: apps say nothing that Flex Consumption refuses', (variant) => {
  const deployment = meshOf({ variant });
  for (const { body } of ofType(deployment, 'Microsoft.Web/sites')) {
    const said = Object.keys(at(body, 'properties.siteConfig') as object);
    expect(said.filter((name) => REFUSED_BY_FLEX.has(name))).toEqual([]);
  }
  for (const { name, body } of ofType(deployment, 'Microsoft.Web/sites/config'))
    if (name === 'appsettings')
      expect(
        Object.keys(at(body, 'properties') as object).filter((setting) =>
          /^(WEBSITE|FUNCTIONS|SCM|ENABLE_ORYX)_/.test(setting),
        ),
      ).toEqual([]);
});

it('scales workers in containers on the hubs, groups and queues that they read', () => {
  const deployment = meshOf({ variant: 'containers' });
  const rules = ofType(deployment, 'Microsoft.App/containerApps').flatMap(({ name, body }) =>
    (at(body, 'properties.template.scale.rules') as { custom: { metadata: Record<string, string> } }[]).map(
      ({ custom: { metadata } }) =>
        `${name}: ${metadata['queueName'] ?? `${metadata['eventHubName']} ${metadata['consumerGroup']}`}`,
    ),
  );
  expect(rules).toEqual([
    'ca-worker: tasks worker',
    'ca-worker: tasks-priority worker',
    'ca-worker: long-tasks',
    'ca-worker: long-tasks-poison',
    'ca-worker-restricted: tasks-restricted worker-restricted',
  ]);
});

it('has a service in azure.yaml for each app that is tagged as one', () => {
  const services = [...textOf('azure.yaml').matchAll(/^ {2}([a-z-]+):\n(?: {4}|\s*#)/gm)].map(
    ([, name]) => name!,
  );
  const tagged = VARIANT_NAMES.flatMap((variant) =>
    meshOf({ variant }).resources.flatMap(({ body }) => at(body, 'tags.azd-service-name') ?? []),
  );
  for (const name of new Set(tagged)) expect(services).toContain(name);
});
