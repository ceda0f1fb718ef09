// The agent mesh on Azure. Read from top to bottom: what may be chosen, then the picture, one module per concern.
//
//   callers -> API Management -> gateway -> hubs -> planner -> hubs -> workers -> hubs -> operations
//                                              state: tables, queues and blobs of the mesh's storage
//
// Sizes are data: environments/<environmentSize>.json. Nothing here has keys: every app is an identity, and each identity has
// what access/<app>.bicep says and no more.

targetScope = 'subscription'

import { EnvironmentSize } from 'types.bicep'
import { groupNameOf, nameOf, tokenOf } from 'names.bicep'
import { issuersOf } from 'entra/issuers.bicep'
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

@description('Tier of Event Hubs.')
@allowed(['Standard', 'Premium'])
param eventHubsTier string = 'Standard'

@description('False only in a region without availability zones.')
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
var size EnvironmentSize = SIZES[environmentSize]

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
    networkIsolation: false
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
    networkIsolation: false
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
    networkIsolation: false
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
    networkIsolation: false
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
    networkIsolation: false
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

// The apps. They start when their rights are there.

module apps 'functions/apps.bicep' = {
  name: 'apps'
  scope: group
  params: {
    location: location
    tags: tags
    token: token
    size: size
    identities: {
      gateway: identities.outputs.gateway
      planner: identities.outputs.planner
      worker: identities.outputs.worker
      workerRestricted: identities.outputs.workerRestricted
      operations: identities.outputs.operations
      canary: identities.outputs.canary
    }
    withWorkers: true
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
    publicUrl: ''
  }
  dependsOn: [
    gatewayAccess
    plannerAccess
    workerAccess
    workerRestrictedAccess
    operationsAccess
    canaryAccess
  ]
}

output AZURE_LOCATION string = location
output AZURE_TENANT_ID string = tenant().tenantId
output AZURE_RESOURCE_GROUP string = group.name
output MESH_CALLER_AUDIENCE string = audience.identifierUri
output MESH_CLIENT_ID string = audience.clientId
output GATEWAY_APP_NAME string = apps.outputs.gatewayName
output EVENT_HUBS_NAMESPACE string = eventHubs.outputs.name
output CAPTURE_STORAGE_BLOB_ENDPOINT string = size.capture.enabled ? captureStorage!.outputs.blobEndpoint : ''
