// Rights: what each identity may do with data, in one file an app. What an app's identity may do, its code can do, whatever
// functions are switched off; so this, and not the settings, is the border between apps.

import { Account, Identities, Named } from '../types.bicep'

@description('Who runs as what.')
param identities Identities

@description('The Event Hubs namespace, with its hubs.')
param eventHubs Named

@description('The mesh\'s storage.')
param meshStorage Account

@description('The storage of restricted data.')
param restrictedStorage Account

@description('The hosts\' storage.')
param hostStorage Account

@description('Application Insights that all send to.')
param insightsName string

@description('Whether the app canary is deployed.')
param withCanary bool

@description('Object id of whoever deploys; empty: nobody gets rights on data.')
param deployerId string

@description('What whoever deploys is.')
param deployerType 'ServicePrincipal' | 'User' | 'Group'

@description('Whether whoever deploys may also publish again what was captured.')
param deployerMayRepublish bool

module gatewayAccess 'gateway.bicep' = {
  name: 'access-gateway'
  params: {
    principalId: identities.gateway.principalId
    namespaceName: eventHubs.name
    meshStorageName: meshStorage.name
    restrictedStorageName: restrictedStorage.name
    hostStorageName: hostStorage.name
    insightsName: insightsName
  }
}

module plannerAccess 'planner.bicep' = {
  name: 'access-planner'
  params: {
    principalId: identities.planner.principalId
    namespaceName: eventHubs.name
    meshStorageName: meshStorage.name
    hostStorageName: hostStorage.name
    insightsName: insightsName
  }
}

module workerAccess 'worker.bicep' = {
  name: 'access-worker'
  params: {
    principalId: identities.worker.principalId
    namespaceName: eventHubs.name
    meshStorageName: meshStorage.name
    hostStorageName: hostStorage.name
    insightsName: insightsName
  }
}

module workerRestrictedAccess 'worker-restricted.bicep' = {
  name: 'access-worker-restricted'
  params: {
    principalId: identities.workerRestricted.principalId
    namespaceName: eventHubs.name
    meshStorageName: meshStorage.name
    restrictedStorageName: restrictedStorage.name
    hostStorageName: hostStorage.name
    insightsName: insightsName
  }
}

module operationsAccess 'operations.bicep' = {
  name: 'access-operations'
  params: {
    principalId: identities.operations.principalId
    namespaceName: eventHubs.name
    meshStorageName: meshStorage.name
    restrictedStorageName: restrictedStorage.name
    hostStorageName: hostStorage.name
    insightsName: insightsName
  }
}

module canaryAccess 'canary.bicep' = if (withCanary) {
  name: 'access-canary'
  params: {
    principalId: identities.canary.principalId
    namespaceName: eventHubs.name
    meshStorageName: meshStorage.name
    hostStorageName: hostStorage.name
    insightsName: insightsName
  }
}

module apiManagementAccess 'api-management.bicep' = {
  name: 'access-api-management'
  params: { principalId: identities.apiManagement.principalId, insightsName: insightsName }
}

module deployerAccess 'deployer.bicep' = if (!empty(deployerId) && deployerMayRepublish) {
  name: 'access-deployer'
  params: { principalId: deployerId, principalType: deployerType, namespaceName: eventHubs.name }
}
