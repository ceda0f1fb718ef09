// Both workers as container apps (workerHosting: 'containerApps'): the environment, the registry, and an app each with the identity,
// rights and settings that they have as function apps.

import { Account, EnvironmentSize, Identities } from '../types.bicep'
import { EVERY_FUNCTION, FUNCTIONS } from '../functions/apps.bicep'
import { nameOf, registryNameOf } from '../names.bicep'
import { disabledSettings, identitySettings } from '../functions/settings.bicep'

@description('Region of the apps.')
param location string

@description('Tags of every resource.')
param tags object

@description('Unique token in names.')
param token string

@description('Who runs as what.')
param identities Identities

@description('Where scaling stops, and whether workers are spread over zones.')
param size EnvironmentSize

@description('Settings that all apps have.')
param commonSettings object

@description('Name of the Event Hubs namespace.')
param eventHubsNamespace string

@description('Storage account of the hosts.')
param hostStorage Account

@description('Storage account of the mesh.')
param meshStorage Account

@description('Connection string of Application Insights.')
param insightsConnectionString string

@description('Whether the apps are there already; azd says so (SERVICE_<NAME>_RESOURCE_EXISTS).')
param exists { worker: bool, workerRestricted: bool }

@description('Object id of whoever deploys, and so pushes images.')
param deployerId string

@description('What whoever deploys is.')
param deployerType 'ServicePrincipal' | 'User' | 'Group'

@description('Subnet of the environment, where the network is closed.')
param subnetId string = ''

@description('Whether the region has availability zones.')
param regionHasZones bool

module environment 'environment.bicep' = {
  name: 'container-apps-environment'
  params: {
    name: nameOf('cae', '', token)
    location: location
    tags: tags
    subnetId: subnetId
    zoneRedundant: size.apps.worker.zoneRedundant && regionHasZones && !empty(subnetId)
  }
}

module registry 'registry.bicep' = {
  name: 'container-registry'
  params: {
    name: registryNameOf(token)
    location: location
    tags: tags
    pullerIds: [identities.worker.principalId, identities.workerRestricted.principalId]
    deployerId: deployerId
    deployerType: deployerType
  }
}

module workerApp 'worker.bicep' = {
  name: 'container-app-worker'
  params: {
    name: 'ca-worker'
    location: location
    tags: union(tags, { 'azd-service-name': 'worker-container' })
    environmentId: environment.outputs.id
    identity: identities.worker
    registryServer: registry.outputs.loginServer
    exists: exists.worker
    settings: union(
      identitySettings(identities.worker.clientId, hostStorage, insightsConnectionString),
      commonSettings,
      disabledSettings(FUNCTIONS.worker, EVERY_FUNCTION),
      // Replicas are one host: what it keeps in its storage is under one name, whatever the machine is called.
      { AzureFunctionsWebHost__hostid: 'ca-worker' }
    )
    eventHubsNamespace: eventHubsNamespace
    hostStorageName: hostStorage.name
    reads: [
      { hub: 'tasks', group: 'worker' }
      { hub: 'tasks-priority', group: 'worker' }
    ]
    meshStorageName: meshStorage.name
    queues: ['long-tasks', 'long-tasks-poison']
    maxReplicas: size.apps.worker.maximumInstances
  }
}

module workerRestrictedApp 'worker.bicep' = {
  name: 'container-app-worker-restricted'
  params: {
    name: 'ca-worker-restricted'
    location: location
    tags: union(tags, { 'azd-service-name': 'worker-restricted-container' })
    environmentId: environment.outputs.id
    identity: identities.workerRestricted
    registryServer: registry.outputs.loginServer
    exists: exists.workerRestricted
    settings: union(
      identitySettings(identities.workerRestricted.clientId, hostStorage, insightsConnectionString),
      commonSettings,
      disabledSettings(FUNCTIONS.workerRestricted, EVERY_FUNCTION),
      // Replicas are one host: what it keeps in its storage is under one name, whatever the machine is called.
      { AzureFunctionsWebHost__hostid: 'ca-worker-restricted' }
    )
    eventHubsNamespace: eventHubsNamespace
    hostStorageName: hostStorage.name
    reads: [{ hub: 'tasks-restricted', group: 'worker-restricted' }]
    meshStorageName: meshStorage.name
    maxReplicas: size.apps.workerRestricted.maximumInstances
  }
}

@description('Id of the environment.')
output environmentId string = environment.outputs.id

@description('Name of the environment.')
output environmentName string = environment.outputs.name

@description('Host of the registry that images are pushed to.')
output registryServer string = registry.outputs.loginServer

@description('Name of the registry.')
output registryName string = registry.outputs.name

@description('Names of the apps.')
output names string[] = [workerApp.outputs.name, workerRestrictedApp.outputs.name]
