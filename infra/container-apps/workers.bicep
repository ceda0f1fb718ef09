// Both workers as container apps (workerHosting: 'containerApps'): the environment, the registry, and an app each with the identity,
// rights and settings that they have as function apps.

import { AppIdentity, AppSize } from '../types.bicep'
import { nameOf, registryNameOf } from '../names.bicep'
import { disabledSettings, identitySettings } from '../functions/settings.bicep'

@description('Region of the apps.')
param location string

@description('Tags of every resource.')
param tags object

@description('Unique token in names.')
param token string

@description('Identity of the app worker.')
param worker AppIdentity

@description('Identity of the app worker-restricted.')
param workerRestricted AppIdentity

@description('Its own functions.')
param workerFunctions string[]

@description('Its own functions.')
param workerRestrictedFunctions string[]

@description('The functions of all apps.')
param everyFunction string[]

@description('Where scaling the worker stops.')
param workerSize AppSize

@description('Where scaling the restricted worker stops.')
param workerRestrictedSize AppSize

@description('Settings that all apps have.')
param commonSettings object

@description('Name of the Event Hubs namespace.')
param eventHubsNamespace string

@description('Storage account of the hosts.')
param hostStorageName string

@description('Address of its blobs.')
param hostBlobEndpoint string

@description('Connection string of Application Insights.')
param insightsConnectionString string

@description('Whether the apps are there already; azd says so (SERVICE_<NAME>_RESOURCE_EXISTS).')
param exists { worker: bool, workerRestricted: bool }

@description('Object id of whoever deploys, and so pushes images.')
param deployerId string

@description('User, or ServicePrincipal where a pipeline deploys.')
param deployerType 'ServicePrincipal' | 'User'

@description('Subnet of the environment, where the network is closed.')
param subnetId string = ''

@description('Spread over availability zones, where there is a subnet.')
param zoneRedundant bool

module environment 'environment.bicep' = {
  name: 'container-apps-environment'
  params: {
    name: nameOf('cae', '', token)
    location: location
    tags: tags
    subnetId: subnetId
    zoneRedundant: zoneRedundant && !empty(subnetId)
  }
}

module registry 'registry.bicep' = {
  name: 'container-registry'
  params: {
    name: registryNameOf(token)
    location: location
    tags: tags
    pullerIds: [worker.principalId, workerRestricted.principalId]
    deployerId: deployerId
    deployerType: deployerType
    networkIsolation: !empty(subnetId)
  }
}

module workerApp 'worker.bicep' = {
  name: 'container-app-worker'
  params: {
    name: 'ca-worker'
    location: location
    tags: union(tags, { 'azd-service-name': 'worker-container' })
    environmentId: environment.outputs.id
    identity: worker
    registryServer: registry.outputs.loginServer
    exists: exists.worker
    settings: union(
      identitySettings(worker.clientId, hostBlobEndpoint, insightsConnectionString),
      commonSettings,
      disabledSettings(workerFunctions, everyFunction),
      // Replicas are one host: what it keeps in its storage is under one name, whatever the machine is called.
      { AzureFunctionsWebHost__hostid: 'ca-worker' }
    )
    eventHubsNamespace: eventHubsNamespace
    hostStorageName: hostStorageName
    reads: [
      { hub: 'tasks', group: 'worker' }
      { hub: 'tasks-priority', group: 'worker' }
    ]
    maxReplicas: workerSize.maximumInstances
  }
}

module workerRestrictedApp 'worker.bicep' = {
  name: 'container-app-worker-restricted'
  params: {
    name: 'ca-worker-restricted'
    location: location
    tags: union(tags, { 'azd-service-name': 'worker-restricted-container' })
    environmentId: environment.outputs.id
    identity: workerRestricted
    registryServer: registry.outputs.loginServer
    exists: exists.workerRestricted
    settings: union(
      identitySettings(workerRestricted.clientId, hostBlobEndpoint, insightsConnectionString),
      commonSettings,
      disabledSettings(workerRestrictedFunctions, everyFunction),
      // Replicas are one host: what it keeps in its storage is under one name, whatever the machine is called.
      { AzureFunctionsWebHost__hostid: 'ca-worker-restricted' }
    )
    eventHubsNamespace: eventHubsNamespace
    hostStorageName: hostStorageName
    reads: [{ hub: 'tasks-restricted', group: 'worker-restricted' }]
    maxReplicas: workerRestrictedSize.maximumInstances
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
