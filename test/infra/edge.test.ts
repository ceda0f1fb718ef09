import roleDefinitions from '../../infra/entra/roles.json';
import operations from '../../infra/api/operations.json';
import { ROLES } from '../../src/mesh/gateway/role';
import { READER } from '../../src/functions/readers';
import { deploy, type Deployed, type Deployment } from './bicep/deploy';
import { parseXml, child } from './policies/xml';
import { at, DEPLOYER, meshOf, ofType, textOf, VARIANT_NAMES } from './template';

const one = (deployment: Deployment, type: string, name?: string): Deployed => {
  const found = ofType(deployment, type).filter((resource) => name === undefined || resource.name === name);
  if (found.length !== 1) throw new Error(`${found.length} resources are a ${type} called ${name}`);
  return found[0]!;
};
const list = (body: unknown, path: string): unknown[] => (at(body, path) ?? []) as unknown[];
const GATEWAY = /^func-gateway-/;
const gatewayOf = (deployment: Deployment) =>
  ofType(deployment, 'Microsoft.Web/sites').find(({ name }) => GATEWAY.test(name))!;

describe('the app registration', () => {
  const registration = one(meshOf(), 'Microsoft.Graph/applications').body;

  it('has the roles that the gateway asks for, for users and for applications, under ids that stay', () => {
    expect(Object.keys(roleDefinitions).sort()).toEqual([...ROLES].sort());
    for (const role of list(registration, 'appRoles')) {
      const definition = roleDefinitions[at(role, 'value') as keyof typeof roleDefinitions];
      expect(role).toMatchObject({
        id: definition.id,
        allowedMemberTypes: ['User', 'Application'],
        isEnabled: true,
      });
      expect(definition.id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    }
    expect(new Set(Object.values(roleDefinitions).map(({ id }) => id)).size).toBe(ROLES.length);
  });

  it('gets v2 tokens that say whether an application calls', () => {
    expect(at(registration, 'api.requestedAccessTokenVersion')).toBe(2);
    expect(list(registration, 'optionalClaims.accessToken')).toMatchObject([{ name: 'idtyp' }]);
  });

  it('is named by a URI that a tenant’s policy lets be', () => {
    expect(list(registration, 'identifierUris')).toEqual([
      expect.stringMatching(/^api:\/\/[0-9a-f-]{36}\/[\w-]+$/),
    ]);
  });

  it('lets the command line have a token for its user', () => {
    const [scope] = list(registration, 'api.oauth2PermissionScopes');
    expect(scope).toMatchObject({ value: 'user_impersonation', type: 'User', isEnabled: true });
    expect(list(registration, 'api.preAuthorizedApplications')).toEqual([
      { appId: '04b07795-8ddb-461a-bbee-02f9e1bf7b46', delegatedPermissionIds: [at(scope, 'id')] },
    ]);
  });

  it('gives whoever deploys all roles', () => {
    const given = ofType(meshOf(), 'Microsoft.Graph/appRoleAssignedTo').map(({ body }) => body);
    expect(given.map((role) => role['principalId'])).toEqual(ROLES.map(() => DEPLOYER));
    expect(given.map((role) => String(role['appRoleId'])).sort()).toEqual(
      Object.values(roleDefinitions)
        .map(({ id }) => id)
        .sort(),
    );
  });

  it('is left alone where one is given', () => {
    expect(
      meshOf({ variant: 'registered before' }).resources.filter(({ type }) =>
        type.startsWith('Microsoft.Graph/'),
      ),
    ).toEqual([]);
  });
});

it.each(['dev', 'registered before'] as const)(
  'tokens of both versions are known, by both forms of the audience (%s)',
  (variant) => {
    const mesh = meshOf({ variant });
    const settings = ofType(mesh, 'Microsoft.Web/sites/config').find(
      ({ name, scope }) => name === 'appsettings' && /\/func-gateway-/.test(scope),
    )!;
    const issuers = JSON.parse(at(settings.body, 'properties.MESH_ISSUERS') as string) as {
      issuer: string;
      jwksUri: string;
      audiences: string[];
    }[];
    expect(issuers.map(({ issuer }) => issuer)).toEqual([
      expect.stringMatching(/^https:\/\/login\.microsoftonline\.com\/[0-9a-f-]{36}\/v2\.0$/),
      expect.stringMatching(/^https:\/\/sts\.windows\.net\/[0-9a-f-]{36}\/$/),
    ]);
    for (const { audiences, jwksUri } of issuers) {
      expect([...audiences].sort()).toEqual([...issuers[0]!.audiences].sort());
      expect(audiences.some((audience) => audience.startsWith('api://'))).toBe(true);
      expect(jwksUri).toMatch(
        /^https:\/\/login\.microsoftonline\.com\/[0-9a-f-]{36}\/discovery\/(v2\.0\/)?keys$/,
      );
    }
  },
);

describe.each(VARIANT_NAMES)('built-in authentication (%s)', (variant) => {
  const mesh = meshOf({ variant });
  const protectedApps = ofType(mesh, 'Microsoft.Web/sites/config').filter(
    ({ name }) => name === 'authsettingsV2',
  );

  it('guards the gateway, which is the only app with a door', () => {
    expect(protectedApps.map(({ scope }) => scope)).toEqual([gatewayOf(mesh).id]);
  });

  it('lets API Management in, and nobody else', () => {
    const { body } = protectedApps[0]!;
    const policy = 'properties.identityProviders.azureActiveDirectory.validation.defaultAuthorizationPolicy';
    expect(at(body, 'properties.globalValidation')).toEqual({
      requireAuthentication: true,
      unauthenticatedClientAction: 'Return401',
    });
    expect(list(body, `${policy}.allowedApplications`).map(String)).toEqual([
      expect.stringMatching(/\/id-apim-\w+\.clientId>$/),
    ]);
    expect(list(body, `${policy}.allowedPrincipals.identities`).map(String)).toEqual([
      expect.stringMatching(/\/id-apim-\w+\.principalId>$/),
    ]);
  });
});

describe('API Management', () => {
  it.each(VARIANT_NAMES)(
    'writes no bodies, no tokens, no keys and no addresses of people (%s)',
    (variant) => {
      const diagnostics = ofType(meshOf({ variant }), 'Microsoft.ApiManagement/service/diagnostics');
      expect(diagnostics.length).toBeGreaterThan(0);
      for (const { body } of diagnostics) {
        expect(at(body, 'properties.logClientIp')).toBe(false);
        for (const side of ['frontend.request', 'frontend.response', 'backend.request', 'backend.response']) {
          expect(at(body, `properties.${side}`)).toMatchObject({
            headers: ['x-correlation-id'],
            body: { bytes: 0 },
            dataMasking: { queryParams: [{ value: 'subscription-key', mode: 'Hide' }] },
          });
          expect(
            list(body, `properties.${side}.dataMasking.headers`).map((header) => at(header, 'value')),
          ).toEqual(
            expect.arrayContaining(['Authorization', 'x-mesh-authorization', 'Ocp-Apim-Subscription-Key']),
          );
        }
      }
    },
  );

  it.each(VARIANT_NAMES)('has the addresses of hooks in no log, for they are keys (%s)', (variant) => {
    const mesh = meshOf({ variant });
    const silenced = ofType(mesh, 'Microsoft.ApiManagement/service/apis/diagnostics');
    for (const { scope, body } of silenced) {
      expect(scope).toMatch(/\/apis\/mesh-hooks$/);
      expect(at(body, 'properties.sampling')).toEqual({ samplingType: 'fixed', percentage: 0 });
      expect(at(body, 'properties.alwaysLog')).toBeUndefined();
    }
    expect(silenced.map(({ name }) => name)).toEqual(
      ofType(mesh, 'Microsoft.ApiManagement/service/diagnostics').map(({ name }) => name),
    );
  });

  it('goes on with the caller’s trace', () => {
    const insights = one(meshOf(), 'Microsoft.ApiManagement/service/diagnostics', 'applicationinsights');
    expect(at(insights.body, 'properties.httpCorrelationProtocol')).toBe('W3C');
  });

  it('writes with its identity, not with a key', () => {
    const logger = one(meshOf(), 'Microsoft.ApiManagement/service/loggers', 'application-insights');
    expect(Object.keys(at(logger.body, 'properties.credentials') as object).sort()).toEqual([
      'connectionString',
      'identityClientId',
    ]);
  });

  it('leaves the gateway alone for a while when it is not well, in tiers that can', () => {
    const breaker = (variant: 'dev' | 'consumption') =>
      at(
        one(meshOf({ variant }), 'Microsoft.ApiManagement/service/backends').body,
        'properties.circuitBreaker',
      );
    expect(list(breaker('dev'), 'rules')).toHaveLength(1);
    expect(breaker('consumption') ?? null).toBeNull();
  });

  it('has no units, and no resource logs, in the tier Consumption', () => {
    const mesh = meshOf({ variant: 'consumption' });
    expect(at(one(mesh, 'Microsoft.ApiManagement/service').body, 'sku')).toEqual({
      name: 'Consumption',
      capacity: 0,
    });
    expect(ofType(mesh, 'Microsoft.ApiManagement/service/diagnostics').map(({ name }) => name)).toEqual([
      'applicationinsights',
    ]);
  });

  it('asks each operation’s role of its caller', () => {
    const asked = ofType(meshOf(), 'Microsoft.ApiManagement/service/apis/operations/policies').map(
      ({ scope, body }) => {
        const [first] = child(parseXml(at(body, 'properties.value') as string), 'inbound').children;
        return [scope.split('/').at(-1), first!.attributes['value']];
      },
    );
    const roles = Object.entries(operations as Record<string, { role?: string }>).flatMap(
      ([name, { role }]) => (role ? [[name, role]] : []),
    );
    expect(Object.fromEntries(asked)).toEqual(Object.fromEntries(roles));
  });

  it('gives keys for each product, and none before its policies are there', () => {
    const products = ofType(meshOf(), 'Microsoft.ApiManagement/service/products');
    expect(products.map(({ name }) => name)).toEqual(['makers', 'applications', 'operators']);
    for (const { body } of products)
      expect(at(body, 'properties')).toMatchObject({ subscriptionRequired: true, approvalRequired: true });
    expect(textOf('infra/api/mesh-api.bicep')).toMatch(/module products [^]*dependsOn: \[\s*rights\s*\]/);
  });
});

describe('a closed network', () => {
  const mesh = meshOf({ variant: 'closed' });

  it('has a DNS zone for each part that is reached, linked to it', () => {
    const groups = ofType(mesh, 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups');
    const zones = ofType(mesh, 'Microsoft.Network/privateDnsZones').map(({ name }) => name);
    const used = groups.flatMap(({ body }) =>
      list(body, 'properties.privateDnsZoneConfigs').map((config) =>
        String(at(config, 'properties.privateDnsZoneId')).split('/').at(-1),
      ),
    );
    expect(new Set(used)).toEqual(new Set(zones));
    expect(ofType(mesh, 'Microsoft.Network/privateDnsZones/virtualNetworkLinks')).toHaveLength(zones.length);
  });

  it('reaches every account, the backbone and the vault', () => {
    const reached = new Set(
      ofType(mesh, 'Microsoft.Network/privateEndpoints').map(({ body }) =>
        at(list(body, 'properties.privateLinkServiceConnections')[0], 'properties.privateLinkServiceId'),
      ),
    );
    const services = [
      'Microsoft.Storage/storageAccounts',
      'Microsoft.EventHub/namespaces',
      'Microsoft.KeyVault/vaults',
    ].flatMap((type) => ofType(mesh, type));
    expect(services.filter(({ id }) => !reached.has(id)).map(({ name }) => name)).toEqual([]);
    // Where Azure itself writes (Capture), the public side is there for its trusted services, and for nobody else.
    const isOpen = ({ body }: Deployed) =>
      at(body, 'properties.publicNetworkAccess') !== 'Disabled' &&
      at(body, 'properties.networkAcls.defaultAction') !== 'Deny';
    expect(services.filter(isOpen).map(({ name }) => name)).toEqual([]);
  });

  it('gives each kind of host a subnet of its own, and no address to two', () => {
    const text = textOf('infra/network/network.bicep');
    const subnets = [...text.matchAll(/name: '([\w-]+)', size: (\d+), index: (\d+), delegation: '([^']*)'/g)];
    const spans = subnets.map(([, name, size, index]) => {
      const addresses = 2 ** (32 - Number(size));
      return { name: name!, from: Number(index) * addresses, to: (Number(index) + 1) * addresses };
    });
    for (const a of spans)
      for (const b of spans) if (a !== b) expect(a.from < b.to && b.from < a.to).toBe(false);
    expect(Math.max(...spans.map(({ to }) => to))).toBeLessThanOrEqual(2 ** (32 - 20));
    expect(spans.map(({ name }) => name).filter((name) => name.includes('_'))).toEqual([]);
    expect(Object.fromEntries(subnets.map(([, name, , , delegation]) => [name, delegation]))).toEqual({
      functions: 'Microsoft.App/environments',
      'container-apps': 'Microsoft.App/environments',
      'private-endpoints': '',
      'api-management': 'Microsoft.Web/serverFarms',
    });
  });

  it('closes the gateway to all but API Management, where its tier can call from inside', () => {
    const { body } = gatewayOf(mesh);
    expect(at(body, 'properties.siteConfig.ipSecurityRestrictionsDefaultAction')).toBe('Deny');
    expect(list(body, 'properties.siteConfig.ipSecurityRestrictions')).toMatchObject([
      { action: 'Allow', vnetSubnetResourceId: expect.stringMatching(/\/subnets\/api-management$/) },
    ]);
    expect(
      String(
        at(
          one(mesh, 'Microsoft.ApiManagement/service').body,
          'properties.virtualNetworkConfiguration.subnetResourceId',
        ),
      ),
    ).toMatch(/\/subnets\/api-management$/);
  });

  it('leaves the gateway to its tokens where the tier cannot', () => {
    const basic = deploy('infra/main.bicep', {
      environmentName: 'a',
      location: 'westeurope',
      networkIsolation: true,
      apiManagementSku: 'BasicV2',
    });
    expect(at(one(basic, 'Microsoft.ApiManagement/service').body, 'properties.virtualNetworkType')).toBe(
      'None',
    );
    expect(at(gatewayOf(basic).body, 'properties.siteConfig.ipSecurityRestrictionsDefaultAction')).toBe(
      'Allow',
    );
  });
});

it('a key of one’s own cannot be purged, turns over, and is used by one identity', () => {
  const mesh = meshOf({ variant: 'closed' });
  expect(at(one(mesh, 'Microsoft.KeyVault/vaults').body, 'properties')).toMatchObject({
    enableRbacAuthorization: true,
    enableSoftDelete: true,
    enablePurgeProtection: true,
  });
  expect(
    list(one(mesh, 'Microsoft.KeyVault/vaults/keys').body, 'properties.rotationPolicy.lifetimeActions'),
  ).toMatchObject([{ action: { type: 'rotate' } }]);
});

describe('workers in containers', () => {
  const mesh = meshOf({ variant: 'containers' });
  const apps = ofType(mesh, 'Microsoft.App/containerApps');
  const functionsOf = {
    'ca-worker': ['workerTasks', 'workerTasksPriority'],
    'ca-worker-restricted': ['workerTasksRestricted'],
  } as const;
  const queuesOf = { 'ca-worker': ['long-tasks', 'long-tasks-poison'], 'ca-worker-restricted': [] } as const;

  it.each(apps)(
    '$name scales on the lag of the hubs and the length of the queues that its functions read',
    ({ name, body }) => {
      const all = list(body, 'properties.template.scale.rules').map((rule) => at(rule, 'custom'));
      const rules = all.filter((rule) => at(rule, 'type') === 'azure-eventhub');
      const reads = functionsOf[name as keyof typeof functionsOf].map((reader) => READER[reader]);
      expect(
        rules.map((rule) => [at(rule, 'metadata.eventHubName'), at(rule, 'metadata.consumerGroup')]),
      ).toEqual(reads.map(({ hub, group }) => [hub, group]));
      const identities = Object.keys(at(body, 'identity.userAssignedIdentities') as object);
      for (const rule of rules)
        expect(rule).toMatchObject({
          type: 'azure-eventhub',
          identity: identities[0],
          metadata: { checkpointStrategy: 'blobMetadata', blobContainer: 'azure-webjobs-eventhub' },
        });
      const queues = all.filter((rule) => at(rule, 'type') === 'azure-queue');
      expect(queues.map((rule) => [at(rule, 'metadata.queueName'), at(rule, 'identity')])).toEqual(
        queuesOf[name as keyof typeof queuesOf].map((queue) => [queue, identities[0]]),
      );
      expect(queues.length + rules.length).toBe(all.length);
      expect(at(body, 'properties.template.scale.minReplicas')).toBe(0);
    },
  );

  it.each(apps)('$name has no door and no key', ({ body }) => {
    expect(at(body, 'properties.configuration.ingress')).toBeUndefined();
    expect(at(body, 'properties.configuration.secrets')).toBeUndefined();
    expect(list(body, 'properties.configuration.registries')).toMatchObject([
      { identity: expect.stringContaining('/id-worker') },
    ]);
  });

  it.each([
    ['ca-worker', 'func-worker'],
    ['ca-worker-restricted', 'func-worker-restricted'],
  ])('%s has the settings of %s', (container, site) => {
    const settings = ofType(meshOf(), 'Microsoft.Web/sites/config').find(
      ({ name, scope }) => name === 'appsettings' && new RegExp(`/${site}-[a-z0-9]{13}$`).test(scope),
    )!;
    const env = list(
      apps.find(({ name }) => name === container)!.body,
      'properties.template.containers.0.env',
    );
    const expected = at(settings.body, 'properties') as Record<string, unknown>;
    expect(Object.fromEntries(env.map((entry) => [at(entry, 'name'), String(at(entry, 'value'))]))).toEqual({
      ...Object.fromEntries(Object.entries(expected).map(([name, value]) => [name, String(value)])),
      // A container has no site's name, by which hosts that share storage would tell themselves apart.
      AzureFunctionsWebHost__hostid: container,
    });
  });

  it('keep the image that runs, once there is one', () => {
    const first = 'mcr.microsoft.com/azure-functions/node:4-node22';
    const images = (variant: 'containers' | 'closed containers') =>
      ofType(meshOf({ variant }), 'Microsoft.App/containerApps').map(({ body }) =>
        String(at(body, 'properties.template.containers.0.image')),
      );
    expect(images('closed containers')).toEqual([first, first]);
    expect(images('containers')[0]).not.toBe(first);
    expect(textOf('Dockerfile')).toContain(`FROM ${first}\n`);
  });

  it('get the package that function apps get', () => {
    expect(textOf('Dockerfile')).toMatch(/^COPY infra\/functions\/package\/ \/home\/site\/wwwroot\/$/m);
    expect(textOf('scripts/azd/package.mjs')).toContain("const TARGET = 'infra/functions/package';");
  });
});
