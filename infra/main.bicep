// The agent mesh on Azure. Read from top to bottom: what may be chosen, then the picture, one module per concern.
//
//   callers -> API Management -> gateway -> hubs -> planner -> hubs -> workers -> hubs -> operations
//                                              state: tables, queues and blobs of the mesh's storage
//
// Sizes are data: environments/<environmentSize>.json. Nothing here has keys: every app is an identity, and each identity has
// what access/<app>.bicep says and no more.

targetScope = 'subscription'

import { groupNameOf, nameOf, tokenOf } from 'names.bicep'
import { issuersOf } from 'entra/issuers.bicep'
import { FUNCTIONS } from 'functions/apps.bicep'
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

@description('The tenant whose operators see what belongs to no tenant; empty for none.')
param operatorTenant string = ''

var tags = { 'azd-env-name': environmentName }
var token = tokenOf(subscription().subscriptionId, environmentName, location)

var SIZES = {
  dev: loadJsonContent('environments/dev.json')
  test: loadJsonContent('environments/test.json')
  prod: loadJsonContent('environments/prod.json')
}
var tenantNames = toObject(
  filter(split(tenants, ','), pair => contains(pair, '=')),
  pair => trim(split(pair, '=')[0]),
  pair => trim(split(pair, '=')[1])
)
var emails = map(filter(split(alertEmails, ','), email => !empty(trim(email))), email => trim(email))
var size = SIZES[environmentSize]

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: groupNameOf(environmentName)
  location: location
  tags: tags
}

// Who: one identity per app.

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

// Telemetry.

module workspace 'monitoring/workspace.bicep' = {
  name: 'workspace'
  scope: group
  params: {
    name: nameOf('log', '', token)
    location: location
    tags: tags
    retentionDays: size.monitoring.retentionDays
    dailyCapGb: size.monitoring.dailyCapGb
  }
}

module insights 'monitoring/insights.bicep' = {
  name: 'insights'
  scope: group
  params: {
    name: nameOf('appi', '', token)
    location: location
    tags: tags
    workspaceId: workspace.outputs.id
  }
}

// Storage: the hosts', the mesh's, restricted data, captured files; four accounts, because four different sets of people and apps
// may see them.

module hostStorage 'storage/host.bicep' = {
  name: 'storage-host'
  scope: group
  params: {
    location: location
    tags: tags
    token: token
    size: size.storage
    networkIsolation: networkIsolation
    encryptionKey: encryptionKey
  }
}

module meshStorage 'storage/mesh.bicep' = {
  name: 'storage-mesh'
  scope: group
  params: {
    location: location
    tags: tags
    token: token
    size: size.storage
    networkIsolation: networkIsolation
    encryptionKey: encryptionKey
  }
}

module restrictedStorage 'storage/restricted.bicep' = {
  name: 'storage-restricted'
  scope: group
  params: {
    location: location
    tags: tags
    token: token
    size: size.storage
    networkIsolation: networkIsolation
    encryptionKey: encryptionKey
  }
}

module captureStorage 'storage/capture.bicep' = if (size.capture.enabled) {
  name: 'storage-capture'
  scope: group
  params: {
    location: location
    tags: tags
    token: token
    size: size.storage
    capture: size.capture
    immutabilityDays: captureImmutabilityDays
    capturePrincipalId: identities.outputs.capture.principalId
    networkIsolation: networkIsolation
    encryptionKey: encryptionKey
  }
}

// The backbone.

module eventHubs 'event-hubs/namespace.bicep' = {
  name: 'event-hubs'
  scope: group
  params: {
    location: location
    tags: tags
    token: token
    tier: eventHubsTier
    size: size.eventHubs
    zoneRedundant: regionHasZones
    captureIdentityId: identities.outputs.capture.id
    networkIsolation: networkIsolation
    encryptionKey: encryptionKey
  }
  // The namespace takes minutes, in which Capture's rights on its storage spread before the first hub asks for them.
  dependsOn: [captureStorage]
}

module hubs 'event-hubs/hubs.bicep' = {
  name: 'hubs'
  scope: group
  params: {
    namespaceName: eventHubs.outputs.name
    size: size.eventHubs
    captureEnabled: size.capture.enabled
    captureAccountId: size.capture.enabled ? captureStorage!.outputs.id : ''
    captureContainer: CAPTURE_CONTAINER
    captureIdentityId: identities.outputs.capture.id
  }
}

module endpoints 'network/private-endpoints.bicep' = if (networkIsolation) {
  name: 'private-endpoints'
  scope: group
  params: {
    location: location
    tags: tags
    subnetId: network!.outputs.privateEndpointsSubnetId
    zoneIds: network!.outputs.zoneIds
    targets: concat(
      [
        { name: hostStorage.outputs.name, resourceId: hostStorage.outputs.id, groupId: 'blob' }
        { name: meshStorage.outputs.name, resourceId: meshStorage.outputs.id, groupId: 'blob' }
        { name: meshStorage.outputs.name, resourceId: meshStorage.outputs.id, groupId: 'table' }
        { name: meshStorage.outputs.name, resourceId: meshStorage.outputs.id, groupId: 'queue' }
        { name: restrictedStorage.outputs.name, resourceId: restrictedStorage.outputs.id, groupId: 'blob' }
        { name: eventHubs.outputs.name, resourceId: eventHubs.outputs.id, groupId: 'namespace' }
      ],
      size.capture.enabled
        ? [{ name: captureStorage!.outputs.name, resourceId: captureStorage!.outputs.id, groupId: 'blob' }]
        : [],
      customerManagedKeys
        ? [{ name: nameOf('kv', '', token), resourceId: vault!.outputs.vaultId, groupId: 'vault' }]
        : []
    )
  }
}

// Rights: what each identity may do, in one file an app.

module gatewayAccess 'access/gateway.bicep' = {
  name: 'access-gateway'
  scope: group
  params: {
    principalId: identities.outputs.gateway.principalId
    namespaceName: eventHubs.outputs.name
    meshStorageName: meshStorage.outputs.name
    hostStorageName: hostStorage.outputs.name
    insightsName: insights.outputs.name
  }
  dependsOn: [hubs]
}

module plannerAccess 'access/planner.bicep' = {
  name: 'access-planner'
  scope: group
  params: {
    principalId: identities.outputs.planner.principalId
    namespaceName: eventHubs.outputs.name
    meshStorageName: meshStorage.outputs.name
    hostStorageName: hostStorage.outputs.name
    insightsName: insights.outputs.name
  }
  dependsOn: [hubs]
}

module workerAccess 'access/worker.bicep' = {
  name: 'access-worker'
  scope: group
  params: {
    principalId: identities.outputs.worker.principalId
    namespaceName: eventHubs.outputs.name
    meshStorageName: meshStorage.outputs.name
    hostStorageName: hostStorage.outputs.name
    insightsName: insights.outputs.name
  }
  dependsOn: [hubs]
}

module workerRestrictedAccess 'access/worker-restricted.bicep' = {
  name: 'access-worker-restricted'
  scope: group
  params: {
    principalId: identities.outputs.workerRestricted.principalId
    namespaceName: eventHubs.outputs.name
    meshStorageName: meshStorage.outputs.name
    hostStorageName: hostStorage.outputs.name
    insightsName: insights.outputs.name
  }
  dependsOn: [hubs]
}

module operationsAccess 'access/operations.bicep' = {
  name: 'access-operations'
  scope: group
  params: {
    principalId: identities.outputs.operations.principalId
    namespaceName: eventHubs.outputs.name
    meshStorageName: meshStorage.outputs.name
    hostStorageName: hostStorage.outputs.name
    insightsName: insights.outputs.name
  }
  dependsOn: [hubs]
}

module canaryAccess 'access/canary.bicep' = if (canary) {
  name: 'access-canary'
  scope: group
  params: {
    principalId: identities.outputs.canary.principalId
    namespaceName: eventHubs.outputs.name
    meshStorageName: meshStorage.outputs.name
    hostStorageName: hostStorage.outputs.name
    insightsName: insights.outputs.name
  }
  dependsOn: [hubs]
}

module deployerAccess 'access/deployer.bicep' = if (!empty(principalId)) {
  name: 'access-deployer'
  scope: group
  params: {
    principalId: principalId
    principalType: principalType
    captureStorageName: size.capture.enabled ? captureStorage!.outputs.name : ''
    namespaceName: eventHubs.outputs.name
    mayRepublish: deployerMayRepublish
  }
  dependsOn: [hubs]
}

// Whose tokens count.

module registration 'entra/registration.bicep' = if (empty(entraClientId)) {
  name: 'registration'
  scope: group
  params: {
    uniqueName: 'agent-mesh-${environmentName}-${token}'
    displayName: 'Agent mesh (${environmentName})'
    deployerId: principalId
    trustedClientIds: map(filter(split(trustedClientIds, ','), id => !empty(trim(id))), id => trim(id))
  }
}

var audience = empty(entraClientId)
  ? {
      clientId: registration!.outputs.clientId
      identifierUri: registration!.outputs.identifierUri
      issuers: registration!.outputs.issuers
    }
  : {
      clientId: entraClientId
      identifierUri: entraIdentifierUri
      issuers: issuersOf(
        environment().authentication.loginEndpoint,
        tenant().tenantId,
        entraClientId,
        entraIdentifierUri
      )
    }

// What callers see, made before the apps: their links name it.

var apiSku = empty(apiManagementSku) ? size.apiManagement.sku : any(apiManagementSku)
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
    identity: identities.outputs.apiManagement
    restore: apiManagementRestore
    subnetId: apiSubnetId
  }
}

module apiAccess 'access/api-management.bicep' = {
  name: 'access-api-management'
  scope: group
  params: {
    principalId: identities.outputs.apiManagement.principalId
    insightsName: insights.outputs.name
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
    zoneRedundant: size.zoneRedundant && regionHasZones
    identities: {
      gateway: identities.outputs.gateway
      planner: identities.outputs.planner
      worker: identities.outputs.worker
      workerRestricted: identities.outputs.workerRestricted
      operations: identities.outputs.operations
      canary: identities.outputs.canary
    }
    withWorkers: workerHosting == 'flex'
    withCanary: canary
    eventHubsHostName: eventHubs.outputs.hostName
    meshStorage: {
      blobEndpoint: meshStorage.outputs.blobEndpoint
      tableEndpoint: meshStorage.outputs.tableEndpoint
      queueEndpoint: meshStorage.outputs.queueEndpoint
    }
    hostBlobEndpoint: hostStorage.outputs.blobEndpoint
    insightsConnectionString: insights.outputs.connectionString
    issuers: string(audience.issuers)
    tenants: string(tenantNames)
    operatorTenant: operatorTenant
    publicUrl: '${api.outputs.gatewayUrl}/mesh'
    subnetId: networkIsolation ? network!.outputs.functionsSubnetId : ''
    gatewayOnlyFromSubnetId: apiSubnetId
  }
  dependsOn: [
    gatewayAccess
    plannerAccess
    workerAccess
    workerRestrictedAccess
    operationsAccess
    canaryAccess
    endpoints
  ]
}

module workers 'container-apps/workers.bicep' = if (workerHosting == 'containerApps') {
  name: 'container-apps'
  scope: group
  params: {
    location: location
    tags: tags
    token: token
    worker: identities.outputs.worker
    workerRestricted: identities.outputs.workerRestricted
    workerFunctions: FUNCTIONS.worker
    workerRestrictedFunctions: FUNCTIONS.workerRestricted
    everyFunction: apps.outputs.everyFunction
    workerSize: size.apps.worker
    workerRestrictedSize: size.apps.workerRestricted
    commonSettings: apps.outputs.commonSettings
    eventHubsNamespace: eventHubs.outputs.name
    hostStorageName: hostStorage.outputs.name
    hostBlobEndpoint: hostStorage.outputs.blobEndpoint
    insightsConnectionString: insights.outputs.connectionString
    exists: { worker: workerContainerExists, workerRestricted: workerRestrictedContainerExists }
    deployerId: principalId
    deployerType: principalType == 'ServicePrincipal' ? 'ServicePrincipal' : 'User'
    subnetId: networkIsolation ? network!.outputs.containerAppsSubnetId : ''
    zoneRedundant: size.zoneRedundant && regionHasZones
  }
}

// The way in: API Management's identity is the only one that the gateway lets in, and the caller's token goes along.

module gatewayAuth 'functions/auth.bicep' = {
  name: 'gateway-auth'
  scope: group
  params: {
    siteName: apps.outputs.gatewayName
    clientId: audience.clientId
    identifierUri: audience.identifierUri
    callerClientId: identities.outputs.apiManagement.clientId
    callerPrincipalId: identities.outputs.apiManagement.principalId
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
    clientId: audience.clientId
    identifierUri: audience.identifierUri
    identity: identities.outputs.apiManagement
    insightsId: insights.outputs.id
    insightsConnectionString: insights.outputs.connectionString
  }
  dependsOn: [apiAccess]
}

// Watching over it: who did what, alerts with a page each, a workbook, a budget.

module eventHubsDiagnostics 'monitoring/diagnostics-event-hubs.bicep' = {
  name: 'diagnostics-event-hubs'
  scope: group
  params: { namespaceName: eventHubs.outputs.name, workspaceId: workspace.outputs.id }
}

module hostStorageDiagnostics 'monitoring/diagnostics-storage.bicep' = {
  name: 'diagnostics-storage-host'
  scope: group
  params: { accountName: hostStorage.outputs.name, workspaceId: workspace.outputs.id }
}

module meshStorageDiagnostics 'monitoring/diagnostics-storage.bicep' = {
  name: 'diagnostics-storage-mesh'
  scope: group
  params: { accountName: meshStorage.outputs.name, workspaceId: workspace.outputs.id }
}

module restrictedStorageDiagnostics 'monitoring/diagnostics-storage.bicep' = {
  name: 'diagnostics-storage-restricted'
  scope: group
  params: { accountName: restrictedStorage.outputs.name, workspaceId: workspace.outputs.id, logged: 'everything' }
}

module captureStorageDiagnostics 'monitoring/diagnostics-storage.bicep' = if (size.capture.enabled) {
  name: 'diagnostics-storage-capture'
  scope: group
  params: { accountName: captureStorage!.outputs.name, workspaceId: workspace.outputs.id, logged: 'everything' }
}

module appDiagnostics 'functions/diagnostics.bicep' = {
  name: 'diagnostics-apps'
  scope: group
  params: { appNames: apps.outputs.names, workspaceId: workspace.outputs.id }
}

module vaultDiagnostics 'monitoring/diagnostics-key-vault.bicep' = if (customerManagedKeys) {
  name: 'diagnostics-vault'
  scope: group
  params: { vaultName: last(split(vault!.outputs.vaultId, '/')), workspaceId: workspace.outputs.id }
}

module containerAppsDiagnostics 'monitoring/diagnostics-container-apps.bicep' = if (workerHosting == 'containerApps') {
  name: 'diagnostics-container-apps'
  scope: group
  params: { environmentName: workers!.outputs.environmentName, workspaceId: workspace.outputs.id }
}

module registryDiagnostics 'monitoring/diagnostics-container-registry.bicep' = if (workerHosting == 'containerApps') {
  name: 'diagnostics-container-registry'
  scope: group
  params: { registryName: workers!.outputs.registryName, workspaceId: workspace.outputs.id }
}

module apiDiagnostics 'monitoring/diagnostics-api-management.bicep' = {
  name: 'diagnostics-api-management'
  scope: group
  params: { serviceName: api.outputs.name, sku: apiSku, workspaceId: workspace.outputs.id }
}

module alerts 'monitoring/alerts.bicep' = {
  name: 'alerts'
  scope: group
  params: {
    environmentName: environmentName
    location: location
    tags: tags
    size: environmentSize
    workspaceId: workspace.outputs.id
    eventHubsNamespaceId: eventHubs.outputs.id
    storageAccountIds: [hostStorage.outputs.id, meshStorage.outputs.id]
    apiManagementId: api.outputs.id
    apiManagementSku: apiSku
    capture: size.capture.enabled
    emails: emails
    runbookUrl: runbookUrl
  }
  // Rules on logs ask for tables that exist.
  dependsOn: [apiDiagnostics, eventHubsDiagnostics]
}

module workbook 'monitoring/workbook.bicep' = {
  name: 'workbook'
  scope: group
  params: {
    displayName: 'Agent mesh (${environmentName})'
    location: location
    tags: tags
    workspaceId: workspace.outputs.id
    eventHubsNamespaceId: eventHubs.outputs.id
    apiManagementId: api.outputs.id
    monthlyCost: size.budget.amountPerMonth
    runbookUrl: runbookUrl
  }
}

module budget 'monitoring/budget.bicep' = if (!empty(budgetStart)) {
  name: 'budget'
  scope: group
  params: {
    name: nameOf('budget', '', token)
    amount: size.budget.amountPerMonth
    startDate: budgetStart
    emails: emails
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
output MESH_CALLER_AUDIENCE string = audience.identifierUri

@description('Client id of the app registration.')
output MESH_CLIENT_ID string = audience.clientId

@description('API Management, whose subscription `MESH_API_SUBSCRIPTION` has the first key.')
output MESH_API_MANAGEMENT_NAME string = api.outputs.name

@description('Name of the subscription whose key whoever deploys may use. Its key is read with their own rights.')
output MESH_API_SUBSCRIPTION string = meshApi.outputs.firstSubscription

@description('Function app of the gateway.')
output GATEWAY_APP_NAME string = apps.outputs.gatewayName

@description('Function apps that were made.')
output FUNCTION_APP_NAMES string[] = apps.outputs.names

@description('Where azd pushes the workers\' images; empty where they are function apps.')
output AZURE_CONTAINER_REGISTRY_ENDPOINT string = workerHosting == 'containerApps' ? workers!.outputs.registryServer : ''

@description('Event Hubs namespace.')
output EVENT_HUBS_NAMESPACE string = eventHubs.outputs.name

@description('What clients of it connect to.')
output EVENT_HUBS_HOST_NAME string = eventHubs.outputs.hostName

@description('Blobs of captured files; empty where nothing is captured.')
output CAPTURE_STORAGE_BLOB_ENDPOINT string = size.capture.enabled ? captureStorage!.outputs.blobEndpoint : ''

@description('Container of captured files.')
output CAPTURE_CONTAINER string = CAPTURE_CONTAINER

@description('What queries call the Log Analytics workspace by.')
output LOG_ANALYTICS_CUSTOMER_ID string = workspace.outputs.customerId
