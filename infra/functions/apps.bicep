// The mesh's function apps: one package, five or six apps. What differs between them is in this file: which functions, whose
// identity, how large, which settings.

import { Account, EnvironmentSize, Identities } from '../types.bicep'
import { scheduleOf } from 'settings.bicep'

@description('Region of the apps.')
param location string

@description('Tags of every resource.')
param tags object

@description('Unique token in names.')
param token string

@description('Sizes of the apps, and how often their timers look for work.')
param size EnvironmentSize

@description('Whether the region has availability zones; which apps are spread over them, their sizes say.')
param regionHasZones bool

@description('Identities of the apps.')
param identities Identities

@description('Whether the workers are function apps; else they are Container Apps, and none is made here.')
param withWorkers bool

@description('Whether the app canary is made.')
param withCanary bool

@description('Host name of the Event Hubs namespace.')
param eventHubsHostName string

@description('The mesh\'s storage.')
param meshStorage Account

@description('The storage of restricted data. All apps know its address; only their rights open it.')
param restrictedStorage Account

@description('The hosts\' storage.')
param hostStorage Account

@description('Connection string of Application Insights.')
param insightsConnectionString string

@description('Who may sign tokens, for which audiences: JSON, the setting MESH_ISSUERS.')
param issuers string

@description('The mesh\'s tenant by the token\'s tid, where it has another name: JSON, the setting MESH_TENANTS.')
param tenants string

@description('The tenant whose operators see what belongs to no tenant, and reach the dead letters of others by naming them; empty for none.')
param operatorTenant string

@description('Which version of a skill new runs use: JSON, the setting MESH_SKILL_VERSIONS.')
param skillVersions string

@description('Which skills the canary compares: JSON, the setting MESH_CANARY_SKILLS.')
param canarySkills string

@description('Where callers reach the API.')
param publicUrl string

@description('Subnet that apps call out through, where the network is closed.')
param subnetId string = ''

@description('Subnet that the gateway is called from, and from nowhere else; empty: from everywhere.')
param gatewayOnlyFromSubnetId string = ''

@export()
@description('The functions of each app: the same table as src/contracts/apps.ts, which test/infra compares.')
var FUNCTIONS = {
  gateway: ['gateway']
  planner: ['plannerIntents', 'plannerIntentsPriority', 'plannerResults', 'checkRuns']
  worker: ['workerTasks', 'workerTasksPriority', 'longTasks', 'longTasksPoison']
  workerRestricted: ['workerTasksRestricted']
  operations: ['letters', 'replayer', 'indexRuns', 'notifier', 'eraser', 'janitor', 'monitor', 'delayed', 'delayedPoison']
  canary: ['canaryIntents', 'canaryIntentsPriority', 'canaryTasks', 'canaryTasksPriority', 'canaryResults']
}

@export()
@description('The functions of all apps.')
var EVERY_FUNCTION = flatten(map(items(FUNCTIONS), entry => entry.value))

// Every setting that the code reads (src/functions/settings-schema.ts), but for connection strings, which nobody has here.
// All apps have all: one package, one schema of settings, and the host resolves the schedules of functions that are switched off too.
var SETTINGS = {
  MESH_EVENTHUBS__fullyQualifiedNamespace: eventHubsHostName
  MESH_STORAGE__blobServiceUri: meshStorage.blobEndpoint
  MESH_STORAGE__tableServiceUri: meshStorage.tableEndpoint
  MESH_STORAGE__queueServiceUri: meshStorage.queueEndpoint
  MESH_RESTRICTED__blobServiceUri: restrictedStorage.blobEndpoint
  MESH_ISSUERS: issuers
  MESH_TENANTS: tenants
  MESH_PUBLIC_URL: publicUrl
  MESH_WEBHOOK_TARGETS: 'public'
  MESH_WORKER_CONCURRENCY: '32'
  MESH_SKILL_VERSIONS: skillVersions
  MESH_CANARY_SKILLS: canarySkills
  MESH_BATCH_BUDGET_MS: '60000'
  MESH_LONG_TASK_MS: '30000'
  MESH_LEASE_GRACE_MS: '5000'
  MESH_UNKNOWN_SKILL_MS: '900000'
  MESH_SILENCE_MS: '120000'
  MESH_AUTO_REPLAY_AFTER_MS: '300000'
  MESH_AUTO_REPLAY_LIMIT: '100'
  MESH_BEHIND_AT: '1000'
  MESH_CHECK_SCHEDULE: scheduleOf(size.timers.checkSeconds)
  MESH_REPLAY_SCHEDULE: scheduleOf(size.timers.replaySeconds)
  MESH_KEEP_DAYS: '30'
  MESH_JANITOR_SCHEDULE: '0 0 3 * * *'
  MESH_MONITOR_SCHEDULE: scheduleOf(size.timers.monitorSeconds)
  // Six of its turns.
  MESH_MONITOR_SILENT_MS: string(size.timers.monitorSeconds * 6000)
  MESH_LOG_LEVEL: 'info'
}

module gateway 'app.bicep' = {
  name: 'app-gateway'
  params: {
    app: 'gateway'
    functions: FUNCTIONS.gateway
    identity: identities.gateway
    size: size.apps.gateway
    alwaysReadyForHttp: size.apps.gateway.alwaysReady
    onlyFromSubnetId: gatewayOnlyFromSubnetId
    // An empty setting counts as absent.
    ownSettings: { MESH_OPERATOR_TENANT: operatorTenant }
    commonSettings: SETTINGS
    everyFunction: EVERY_FUNCTION
    zoneRedundant: size.apps.gateway.zoneRedundant && regionHasZones
    hostStorage: hostStorage
    insightsConnectionString: insightsConnectionString
    subnetId: subnetId
    location: location
    tags: tags
    token: token
  }
}

module planner 'app.bicep' = {
  name: 'app-planner'
  params: {
    app: 'planner'
    functions: FUNCTIONS.planner
    identity: identities.planner
    size: size.apps.planner
    commonSettings: SETTINGS
    everyFunction: EVERY_FUNCTION
    zoneRedundant: size.apps.planner.zoneRedundant && regionHasZones
    hostStorage: hostStorage
    insightsConnectionString: insightsConnectionString
    subnetId: subnetId
    location: location
    tags: tags
    token: token
  }
}

module worker 'app.bicep' = if (withWorkers) {
  name: 'app-worker'
  params: {
    app: 'worker'
    functions: FUNCTIONS.worker
    identity: identities.worker
    size: size.apps.worker
    commonSettings: SETTINGS
    everyFunction: EVERY_FUNCTION
    zoneRedundant: size.apps.worker.zoneRedundant && regionHasZones
    hostStorage: hostStorage
    insightsConnectionString: insightsConnectionString
    subnetId: subnetId
    location: location
    tags: tags
    token: token
  }
}

module workerRestricted 'app.bicep' = if (withWorkers) {
  name: 'app-worker-restricted'
  params: {
    app: 'worker-restricted'
    functions: FUNCTIONS.workerRestricted
    identity: identities.workerRestricted
    size: size.apps.workerRestricted
    commonSettings: SETTINGS
    everyFunction: EVERY_FUNCTION
    zoneRedundant: size.apps.workerRestricted.zoneRedundant && regionHasZones
    hostStorage: hostStorage
    insightsConnectionString: insightsConnectionString
    subnetId: subnetId
    location: location
    tags: tags
    token: token
  }
}

module operations 'app.bicep' = {
  name: 'app-operations'
  params: {
    app: 'operations'
    functions: FUNCTIONS.operations
    identity: identities.operations
    size: size.apps.operations
    commonSettings: SETTINGS
    everyFunction: EVERY_FUNCTION
    zoneRedundant: size.apps.operations.zoneRedundant && regionHasZones
    hostStorage: hostStorage
    insightsConnectionString: insightsConnectionString
    subnetId: subnetId
    location: location
    tags: tags
    token: token
  }
}

module canary 'app.bicep' = if (withCanary) {
  name: 'app-canary'
  params: {
    app: 'canary'
    functions: FUNCTIONS.canary
    identity: identities.canary
    size: size.apps.canary
    commonSettings: SETTINGS
    everyFunction: EVERY_FUNCTION
    zoneRedundant: size.apps.canary.zoneRedundant && regionHasZones
    hostStorage: hostStorage
    insightsConnectionString: insightsConnectionString
    subnetId: subnetId
    location: location
    tags: tags
    token: token
  }
}

@description('Name of the gateway\'s app.')
output gatewayName string = gateway.outputs.name

@description('Host name of the gateway\'s app.')
output gatewayHostName string = gateway.outputs.hostName

@description('Names of all apps that were made.')
output names string[] = concat(
  [gateway.outputs.name, planner.outputs.name, operations.outputs.name],
  withWorkers ? [worker!.outputs.name, workerRestricted!.outputs.name] : [],
  withCanary ? [canary!.outputs.name] : []
)

@description('Settings that all apps have, for workers that are hosted elsewhere.')
output commonSettings object = SETTINGS
