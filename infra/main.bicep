// The agent mesh on Azure. Read from top to bottom: what may be chosen, then the picture, one module per concern.
//
//   callers -> API Management -> gateway -> hubs -> planner -> hubs -> workers -> hubs -> operations
//                                              state: tables, queues and blobs of the mesh's storage
//
// Sizes are data: environments/<environmentSize>.json. Nothing here has keys: every app is an identity, and each identity has
// what access/<app>.bicep says and no more.

targetScope = 'subscription'

import { groupNameOf, nameOf, tokenOf } from 'names.bicep'
import { CAPTURE_CONTAINER } from 'storage/capture.bicep'

@description('Name of the azd environment. Part of the resource group\'s name, and in the token of all others.')
@minLength(1)
@maxLength(40)
param environmentName string

@description('Region of everything.')
@minLength(1)
param location string

@description('How large: which file of environments/ the sizes are read from.')
@allowed(['dev', 'test', 'prod'])
param environmentSize string = 'dev'

@description('Object id of whoever deploys; azd fills it in. Empty: nobody gets rights on data.')
param principalId string = ''

@description('What whoever deploys is: ServicePrincipal in a pipeline. The hook before provisioning finds out.')
@allowed(['User', 'ServicePrincipal', 'Group'])
param principalType string = 'User'

@description('Whether whoever deploys may also publish again what was captured (npm run mesh -- capture … replay).')
param deployerMayRepublish bool = false

@description('Where the workers run: function apps on Flex Consumption, or container apps that scale on the lag of their hubs.')
@allowed(['flex', 'containerApps'])
param workerHosting string = 'flex'

@description('Whether the container apps are there already; azd fills it in (SERVICE_WORKER_CONTAINER_RESOURCE_EXISTS).')
param workerContainerExists bool = false

@description('Whether the restricted one is; azd fills it in.')
param workerRestrictedContainerExists bool = false

@description('Closed: apps reach storage, Event Hubs and the vault by private endpoints, and nobody reaches them from outside.')
param networkIsolation bool = false

@description('Data encrypted with a key of one\'s own, in a vault that is made for it. Event Hubs takes one in Premium only.')
param customerManagedKeys bool = false

@description('Whether a vault of this name that was deleted not long ago is brought back; the hook before provisioning finds out.')
param keyVaultRestore bool = false

@description('Tier of API Management; empty: what the environment\'s file says.')
@allowed(['', 'Consumption', 'BasicV2', 'StandardV2', 'PremiumV2'])
param apiManagementSku string = ''

@description('Whether a service of this name that was deleted not long ago is brought back; the hook before provisioning finds out.')
param apiManagementRestore bool = false

@description('Who runs the API, for mails of API Management.')
param publisherEmail string = 'nobody@example.com'

@description('Name of who runs the API.')
param publisherName string = 'Agent mesh'

@description('Addresses that alerts and the budget mail to, with commas between; none: alerts are seen in the portal only.')
param alertEmails string = ''

@description('Address of docs/operations in the repository: each alert links to its page there. The hook before provisioning finds it out.')
param runbookUrl string = 'docs/operations'

@description('First day of the month in which the environment was first deployed, yyyy-MM-01; the hook remembers it. Empty: no budget is made or changed.')
param budgetStart string = ''

@description('Tier of Event Hubs.')
@allowed(['Standard', 'Premium'])
param eventHubsTier string = 'Standard'

@description('False only in a region without availability zones; storage there needs a redundancy without zones too.')
param regionHasZones bool = true

@description('For how many days captured files can be neither changed nor deleted; 0 for no such policy.')
@minValue(0)
param captureImmutabilityDays int = 0

@description('Whether the app canary is made, which reads along with the next build.')
param canary bool = false

@description('Client id of an app registration that is there already (docs/deployment.md); empty: one is made by the Microsoft Graph extension.')
param entraClientId string = ''

@description('Application id URI of that registration.')
param entraIdentifierUri string = ''

@description('Client ids that users need not consent to, with commas between: that of the connector for Power Platform.')
param trustedClientIds string = ''

@description('The mesh\'s tenants by the tid of tokens, where they have other names: <tid>=contoso,<tid>=fabrikam.')
param tenants string = ''

@description('Which version of a skill new runs use, where it is not the one of the plan: invoice.score-risk=2, with commas between.')
param skillVersions string = ''

@description('Which skills the canary performs beside the mesh, to compare: invoice.score-risk@1=invoice.score-risk@2, with commas between.')
param canarySkills string = ''

@description('The tenant whose operators see what belongs to no tenant, and reach the dead letters of others by naming them; empty for none.')
param operatorTenant string = ''

var tags = { 'azd-env-name': environmentName }
var token = tokenOf(subscription().subscriptionId, environmentName, location)
var SIZES = {
  dev: loadJsonContent('environments/dev.json')
  test: loadJsonContent('environments/test.json')
  prod: loadJsonContent('environments/prod.json')
}
var size = SIZES[environmentSize]
var apiSku = empty(apiManagementSku) ? size.apiManagement.sku : any(apiManagementSku)
var inContainers = workerHosting == 'containerApps'
var emails = map(filter(split(alertEmails, ','), email => !empty(trim(email))), email => trim(email))

@description('Pairs as an object: a=1,b=2.')
func pairsOf(text string) object =>
  toObject(
    filter(split(text, ','), pair => contains(pair, '=')),
    pair => trim(split(pair, '=')[0]),
    pair => trim(split(pair, '=')[1])
  )

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: groupNameOf(environmentName)
  location: location
  tags: tags
}

// Who: one identity per app. First of all, so that grants can be made, and spread, before anything runs.

module identities 'identity/identities.bicep' = {
  name: 'identities'
  scope: group
  params: { location: location, tags: tags, token: token }
}

// Options: a closed network, a key of one's own.

module network 'network/network.bicep' = if (networkIsolation) {
  name: 'network'
  scope: group
  params: { name: nameOf('vnet', '', token), location: location, tags: tags }
}

module vault 'keys/vault.bicep' = if (customerManagedKeys) {
  name: 'vault'
  scope: group
  params: {
    name: nameOf('kv', '', token)
    identityName: nameOf('id', 'encryption', token)
    location: location
    tags: tags
    publicNetworkAccess: !networkIsolation
    restore: keyVaultRestore
  }
}

var encryptionKey = customerManagedKeys ? vault!.outputs.encryptionKey : null

// What is kept: telemetry, four storage accounts, the hubs.

module telemetry 'monitoring/telemetry.bicep' = {
  name: 'telemetry'
  scope: group
  params: { location: location, tags: tags, token: token, size: size.monitoring }
}

module storage 'storage/storage.bicep' = {
  name: 'storage'
  scope: group
  params: {
    location: location
    tags: tags
    token: token
    size: size
    captureImmutabilityDays: captureImmutabilityDays
    capturePrincipalId: identities.outputs.all.capture.principalId
    deployerId: principalId
    deployerType: principalType
    networkIsolation: networkIsolation
    encryptionKey: encryptionKey
  }
}

module backbone 'event-hubs/event-hubs.bicep' = {
  name: 'event-hubs'
  scope: group
  params: {
    location: location
    tags: tags
    token: token
    tier: eventHubsTier
    size: size
    regionHasZones: regionHasZones
    captureStorage: storage.outputs.capture
    captureIdentityId: identities.outputs.all.capture.id
    networkIsolation: networkIsolation
    encryptionKey: encryptionKey
  }
}

module endpoints 'network/mesh-endpoints.bicep' = if (networkIsolation) {
  name: 'private-endpoints'
  scope: group
  params: {
    location: location
    tags: tags
    subnetId: network!.outputs.privateEndpointsSubnetId
    zoneIds: network!.outputs.zoneIds
    hostStorage: storage.outputs.host
    meshStorage: storage.outputs.mesh
    restrictedStorage: storage.outputs.restricted
    captureStorage: storage.outputs.capture
    eventHubs: backbone.outputs.eventHubs
    vault: customerManagedKeys ? { id: vault!.outputs.vaultId, name: vault!.outputs.vaultName } : { id: '', name: '' }
  }
}

// Rights: what each identity may do with it.

module access 'access/access.bicep' = {
  name: 'access'
  scope: group
  params: {
    identities: identities.outputs.all
    eventHubs: backbone.outputs.eventHubs
    meshStorage: storage.outputs.mesh
    restrictedStorage: storage.outputs.restricted
    hostStorage: storage.outputs.host
    insightsName: telemetry.outputs.insightsName
    withCanary: canary
    deployerId: principalId
    deployerType: principalType
    deployerMayRepublish: deployerMayRepublish
  }
}

// Whose tokens count.

module audience 'entra/audience.bicep' = {
  name: 'audience'
  scope: group
  params: {
    uniqueName: 'agent-mesh-${environmentName}-${token}'
    displayName: 'Agent mesh (${environmentName})'
    deployerId: principalId
    trustedClientIds: trustedClientIds
    givenClientId: entraClientId
    givenIdentifierUri: entraIdentifierUri
  }
}

// What callers see, made before the apps: their links name it.

// Where its tier can call out of a subnet, the gateway takes calls from there only; in the others its address stays public, and
// answers nobody but API Management's identity.
var apiSubnetId = networkIsolation && loadJsonContent('api/tiers.json')[apiSku].outboundNetwork ? network!.outputs.apimSubnetId : ''

module api 'api/service.bicep' = {
  name: 'api-management'
  scope: group
  params: {
    name: nameOf('apim', '', token)
    location: location
    tags: tags
    sku: apiSku
    units: size.apiManagement.units
    publisherEmail: publisherEmail
    publisherName: publisherName
    identity: identities.outputs.all.apiManagement
    restore: apiManagementRestore
    subnetId: apiSubnetId
  }
}

// The apps. They start when their rights are there.

module apps 'functions/apps.bicep' = {
  name: 'apps'
  scope: group
  params: {
    location: location
    tags: tags
    token: token
    size: size
    regionHasZones: regionHasZones
    identities: identities.outputs.all
    withWorkers: !inContainers
    withCanary: canary
    eventHubsHostName: backbone.outputs.hostName
    meshStorage: storage.outputs.mesh
    restrictedStorage: storage.outputs.restricted
    hostStorage: storage.outputs.host
    insightsConnectionString: telemetry.outputs.insightsConnectionString
    issuers: audience.outputs.issuers
    tenants: string(pairsOf(tenants))
    operatorTenant: operatorTenant
    skillVersions: string(pairsOf(skillVersions))
    canarySkills: string(pairsOf(canarySkills))
    publicUrl: '${api.outputs.gatewayUrl}/mesh'
    subnetId: networkIsolation ? network!.outputs.functionsSubnetId : ''
    gatewayOnlyFromSubnetId: apiSubnetId
  }
  dependsOn: [access, endpoints]
}

module workers 'container-apps/workers.bicep' = if (inContainers) {
  name: 'container-apps'
  scope: group
  params: {
    location: location
    tags: tags
    token: token
    size: size
    regionHasZones: regionHasZones
    identities: identities.outputs.all
    commonSettings: apps.outputs.commonSettings
    eventHubsNamespace: backbone.outputs.eventHubs.name
    hostStorage: storage.outputs.host
    meshStorage: storage.outputs.mesh
    insightsConnectionString: telemetry.outputs.insightsConnectionString
    exists: { worker: workerContainerExists, workerRestricted: workerRestrictedContainerExists }
    deployerId: principalId
    deployerType: principalType
    subnetId: networkIsolation ? network!.outputs.containerAppsSubnetId : ''
  }
}

// The way in: API Management's identity is the only one that the gateway lets in, and the caller's token goes along.

module gatewayAuth 'functions/auth.bicep' = {
  name: 'gateway-auth'
  scope: group
  params: {
    siteName: apps.outputs.gatewayName
    clientId: audience.outputs.clientId
    identifierUri: audience.outputs.identifierUri
    callerClientId: identities.outputs.all.apiManagement.clientId
    callerPrincipalId: identities.outputs.all.apiManagement.principalId
  }
}

module meshApi 'api/mesh-api.bicep' = {
  name: 'mesh-api'
  scope: group
  params: {
    serviceName: api.outputs.name
    serviceUrl: api.outputs.gatewayUrl
    sku: apiSku
    gatewayHostName: apps.outputs.gatewayHostName
    clientId: audience.outputs.clientId
    identifierUri: audience.outputs.identifierUri
    identity: identities.outputs.all.apiManagement
    insightsId: telemetry.outputs.insightsId
    insightsConnectionString: telemetry.outputs.insightsConnectionString
  }
}

// Watching over it.

module watch 'monitoring/watch.bicep' = {
  name: 'watch'
  scope: group
  params: {
    environmentName: environmentName
    sizeName: environmentSize
    size: size
    location: location
    tags: tags
    token: token
    workspaceId: telemetry.outputs.workspaceId
    eventHubs: backbone.outputs.eventHubs
    hostStorage: storage.outputs.host
    meshStorage: storage.outputs.mesh
    restrictedStorage: storage.outputs.restricted
    captureStorage: storage.outputs.capture
    api: { id: api.outputs.id, name: api.outputs.name }
    apiSku: apiSku
    appNames: apps.outputs.names
    containerAppsEnvironmentName: inContainers ? workers!.outputs.environmentName : ''
    containerRegistryName: inContainers ? workers!.outputs.registryName : ''
    vaultName: customerManagedKeys ? vault!.outputs.vaultName : ''
    emails: emails
    runbookUrl: runbookUrl
    budgetStart: budgetStart
  }
}

// What the hooks, the command line and doctor need. None of it is secret.

@description('Region of everything.')
output AZURE_LOCATION string = location

@description('Tenant that tokens are of.')
output AZURE_TENANT_ID string = tenant().tenantId

@description('Group that everything is in.')
output AZURE_RESOURCE_GROUP string = group.name

@description('Where callers reach the mesh, with /api, as the command line takes it.')
output MESH_API_URL string = '${meshApi.outputs.url}/api'

@description('What callers ask a token for: this, with /.default after it.')
output MESH_CALLER_AUDIENCE string = audience.outputs.identifierUri

@description('Client id of the app registration.')
output MESH_CLIENT_ID string = audience.outputs.clientId

@description('API Management, whose subscription `MESH_API_SUBSCRIPTION` has the first key.')
output MESH_API_MANAGEMENT_NAME string = api.outputs.name

@description('Name of the subscription whose key whoever deploys may use. Its key is read with their own rights.')
output MESH_API_SUBSCRIPTION string = meshApi.outputs.firstSubscription

@description('Function app of the gateway.')
output GATEWAY_APP_NAME string = apps.outputs.gatewayName

@description('Function apps that were made.')
output FUNCTION_APP_NAMES string[] = apps.outputs.names

@description('Where azd pushes the workers\' images; empty where they are function apps.')
output AZURE_CONTAINER_REGISTRY_ENDPOINT string = inContainers ? workers!.outputs.registryServer : ''

@description('Event Hubs namespace.')
output EVENT_HUBS_NAMESPACE string = backbone.outputs.eventHubs.name

@description('What clients of it connect to.')
output EVENT_HUBS_HOST_NAME string = backbone.outputs.hostName

@description('Blobs of captured files; empty where nothing is captured.')
output CAPTURE_STORAGE_BLOB_ENDPOINT string = storage.outputs.capture.blobEndpoint

@description('Container of captured files.')
output CAPTURE_CONTAINER string = CAPTURE_CONTAINER

@description('What queries call the Log Analytics workspace by.')
output LOG_ANALYTICS_CUSTOMER_ID string = telemetry.outputs.customerId
