import type { Deployed, Deployment } from '../bicep/deploy';
import { at, ofType } from '../template';

type Wanted = Readonly<Record<string, unknown>>;

/** What each kind of resource must say: no keys or passwords beside Entra ID, TLS 1.2, nothing public that need not be. */
const MUST: Readonly<Record<string, Wanted>> = {
  'Microsoft.Storage/storageAccounts': {
    'properties.allowSharedKeyAccess': false,
    'properties.allowBlobPublicAccess': false,
    'properties.allowCrossTenantReplication': false,
    'properties.supportsHttpsTrafficOnly': true,
    'properties.minimumTlsVersion': 'TLS1_2',
  },
  'Microsoft.Storage/storageAccounts/blobServices/containers': { 'properties.publicAccess': 'None' },
  'Microsoft.EventHub/namespaces': {
    'properties.disableLocalAuth': true,
    'properties.minimumTlsVersion': '1.2',
  },
  'Microsoft.Web/sites': {
    'properties.httpsOnly': true,
    'properties.siteConfig.minTlsVersion': '1.2',
    'properties.siteConfig.scmMinTlsVersion': '1.2',
  },
  'Microsoft.Web/sites/basicPublishingCredentialsPolicies': { 'properties.allow': false },
  'Microsoft.Insights/components': {
    'properties.DisableLocalAuth': true,
    'properties.DisableIpMasking': false,
  },
  'Microsoft.OperationalInsights/workspaces': { 'properties.features.disableLocalAuth': true },
  'Microsoft.KeyVault/vaults': {
    'properties.enableRbacAuthorization': true,
    'properties.enableSoftDelete': true,
    'properties.enablePurgeProtection': true,
  },
  'Microsoft.ContainerRegistry/registries': {
    'properties.adminUserEnabled': false,
    'properties.anonymousPullEnabled': false,
  },
};

/** Kinds that have keys or passwords of their own: each must be in the table above. */
const HAVE_KEYS =
  /^Microsoft\.(Storage\/storageAccounts|EventHub\/namespaces|ServiceBus\/namespaces|Web\/sites|Insights\/components|OperationalInsights\/workspaces|KeyVault\/vaults|ContainerRegistry\/registries|CognitiveServices\/accounts|DocumentDB\/databaseAccounts|Search\/searchServices|Cache\/redis|AppConfiguration\/configurationStores|SignalRService\/\w+|EventGrid\/\w+)$/;

const faultsOf = ({ file, type, name, body }: Deployed): readonly string[] => {
  const wanted = MUST[type];
  if (!wanted)
    return HAVE_KEYS.test(type) ? [`${file}: say in test/infra/rules/security.ts what ${type} must be`] : [];
  return Object.entries(wanted)
    .filter(([path, value]) => at(body, path) !== value)
    .map(
      ([path, value]) =>
        `${file}: ${type} ${name}: ${path} is ${String(at(body, path))}, not ${String(value)}`,
    );
};

/** Deployments by user name and password are off, for both ways in. */
const publishingFaults = (deployment: Deployment): readonly string[] =>
  ofType(deployment, 'Microsoft.Web/sites').flatMap((site) =>
    ['ftp', 'scm'].flatMap((way) =>
      ofType(deployment, 'Microsoft.Web/sites/basicPublishingCredentialsPolicies').some(
        ({ scope, name }) => scope === site.id && name === way,
      )
        ? []
        : [`${site.name} takes passwords by ${way}`],
    ),
  );

/** What could be entered without Entra ID, or over a connection that can be read. */
export const accessFaults = (deployment: Deployment): readonly string[] => [
  ...deployment.resources.flatMap(faultsOf),
  ...publishingFaults(deployment),
];

/** Words that only a key, a password or a connection string with one has. */
const SECRET =
  /AccountKey=|SharedAccessKey|SharedAccessSignature|\bsig=|primaryKey|secondaryKey|primaryConnectionString|secondaryConnectionString|adminPassword|password=|clientSecret|-----BEGIN|listKeys|listSecrets|listCredentials/i;

const texts = (value: unknown, path: string): readonly [string, string][] => {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, one]) => texts(one, `${path}.${name}`));
};

/** Bodies whose text is a document of its own: their own tests read them. */
const DOCUMENTS = /policies$|policyFragments$|\/apis$|workbooks$/;

/** Secrets in what is deployed or given out. */
export const secretFaults = ({ resources, outputs }: Deployment): readonly string[] => [
  ...resources
    .filter(({ type }) => !DOCUMENTS.test(type))
    .flatMap(({ file, symbol, body }) =>
      texts(body, symbol)
        .filter(([, text]) => SECRET.test(text))
        .map(([path]) => `${file}: ${path} looks like a secret`),
    ),
  ...texts(outputs, 'output')
    .filter(([, text]) => SECRET.test(text) || /InstrumentationKey|ConnectionString/i.test(text))
    .map(([path]) => `${path} looks like a secret`),
];

/** What private endpoints are for: each sub-resource that apps use. */
const CLOSED: Readonly<Record<string, readonly string[]>> = {
  'Microsoft.EventHub/namespaces': ['namespace'],
  'Microsoft.KeyVault/vaults': ['vault'],
  'Microsoft.Storage/storageAccounts': ['blob'],
};
const SERVICES: Readonly<Record<string, string>> = { tableServices: 'table', queueServices: 'queue' };

/** Storage has an endpoint for each service that holds something. */
const groupsOf = ({ resources }: Deployment, { id, type }: Deployed): readonly string[] => {
  const holds = (service: string) =>
    resources.some(
      (one) => one.scope === `${id}/${service}/default` && one.type.startsWith('Microsoft.Storage/'),
    );
  const services = Object.entries(SERVICES).filter(([service]) => holds(service));
  return [...(CLOSED[type] ?? []), ...services.map(([, group]) => group)];
};

/** Without a public address, or behind a firewall that lets nobody in but Azure's own services. */
const isOpen = ({ body }: Deployed): boolean =>
  at(body, 'properties.publicNetworkAccess') !== 'Disabled' &&
  at(body, 'properties.networkAcls.defaultAction') !== 'Deny';

interface Connection {
  properties: { privateLinkServiceId: string; groupIds: string[] };
}

const connectionsOf = (body: unknown): readonly string[] =>
  (at(body, 'properties.privateLinkServiceConnections') as Connection[]).map(
    ({ properties }) => `${properties.privateLinkServiceId} ${properties.groupIds.join()}`,
  );

/** With networkIsolation: what the public still reaches, and what the apps no longer do. */
export const networkFaults = (deployment: Deployment): readonly string[] => {
  const endpoints = new Set(
    ofType(deployment, 'Microsoft.Network/privateEndpoints').flatMap(({ body }) => connectionsOf(body)),
  );
  const closed = deployment.resources.filter(({ type }) => type in CLOSED);
  return [
    ...closed.filter(isOpen).map(({ name }) => `${name} is open to the public`),
    ...closed.flatMap((one) =>
      groupsOf(deployment, one)
        .filter((group) => !endpoints.has(`${one.id} ${group}`))
        .map((group) => `${one.name} has no private endpoint for ${group}`),
    ),
    ...ofType(deployment, 'Microsoft.Web/sites')
      .filter(({ body }) => at(body, 'properties.virtualNetworkSubnetId') === undefined)
      .map(({ name }) => `${name} is not in the network`),
  ];
};
