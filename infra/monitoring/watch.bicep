// Watching over it: who did what, alerts with a page each, a workbook, a budget. Made last, when all that is watched is there.

import { Account, ApiManagementSku, EnvironmentSize, Named } from '../types.bicep'
import { nameOf } from '../names.bicep'

@description('Name of the environment.')
param environmentName string

@description('Which thresholds: those of thresholds.json by this name.')
param sizeName 'dev' | 'test' | 'prod'

@description('Sizes: Capture and the budget.')
param size EnvironmentSize

@description('Where rules and workbook are.')
param location string

@description('Tags of every resource.')
param tags object

@description('Unique token in names.')
param token string

@description('Id of the Log Analytics workspace.')
param workspaceId string

@description('The Event Hubs namespace.')
param eventHubs Named

@description('The hosts\' storage.')
param hostStorage Account

@description('The mesh\'s storage.')
param meshStorage Account

@description('Restricted blobs: who read them must be known, so all is logged.')
param restrictedStorage Account

@description('Captured files, logged like them; empty where nothing is captured.')
param captureStorage Account

@description('API Management.')
param api Named

@description('Its tier.')
param apiSku ApiManagementSku

@description('Names of the function apps.')
param appNames string[]

@description('Name of the Container Apps environment; empty where there is none.')
param containerAppsEnvironmentName string

@description('Name of the container registry; empty where there is none.')
param containerRegistryName string

@description('Name of the key vault; empty where there is none.')
param vaultName string

@description('Addresses that alerts and the budget mail to.')
param emails string[]

@description('Address of docs/operations in the repository.')
param runbookUrl string

@description('First day of the month of the first deployment; empty: no budget is made or changed.')
param budgetStart string

module eventHubsDiagnostics 'diagnostics-event-hubs.bicep' = {
  name: 'diagnostics-event-hubs'
  params: { namespaceName: eventHubs.name, workspaceId: workspaceId }
}

module hostStorageDiagnostics 'diagnostics-storage.bicep' = {
  name: 'diagnostics-storage-host'
  params: { accountName: hostStorage.name, workspaceId: workspaceId }
}

module meshStorageDiagnostics 'diagnostics-storage.bicep' = {
  name: 'diagnostics-storage-mesh'
  params: { accountName: meshStorage.name, workspaceId: workspaceId }
}

module restrictedStorageDiagnostics 'diagnostics-storage.bicep' = {
  name: 'diagnostics-storage-restricted'
  params: { accountName: restrictedStorage.name, logged: 'everything', workspaceId: workspaceId }
}

module captureStorageDiagnostics 'diagnostics-storage.bicep' = if (size.capture.enabled) {
  name: 'diagnostics-storage-capture'
  params: { accountName: captureStorage.name, logged: 'everything', workspaceId: workspaceId }
}

module appDiagnostics 'diagnostics-function-app.bicep' = [
  for (name, index) in appNames: {
    name: 'diagnostics-app-${index}'
    params: { appName: name, workspaceId: workspaceId }
  }
]

module vaultDiagnostics 'diagnostics-key-vault.bicep' = if (!empty(vaultName)) {
  name: 'diagnostics-vault'
  params: { vaultName: vaultName, workspaceId: workspaceId }
}

module containerAppsDiagnostics 'diagnostics-container-apps.bicep' = if (!empty(containerAppsEnvironmentName)) {
  name: 'diagnostics-container-apps'
  params: { environmentName: containerAppsEnvironmentName, workspaceId: workspaceId }
}

module registryDiagnostics 'diagnostics-container-registry.bicep' = if (!empty(containerRegistryName)) {
  name: 'diagnostics-container-registry'
  params: { registryName: containerRegistryName, workspaceId: workspaceId }
}

module apiDiagnostics 'diagnostics-api-management.bicep' = {
  name: 'diagnostics-api-management'
  params: { serviceName: api.name, sku: apiSku, workspaceId: workspaceId }
}

module alerts 'alerts.bicep' = {
  name: 'alerts'
  params: {
    environmentName: environmentName
    location: location
    tags: tags
    size: sizeName
    workspaceId: workspaceId
    eventHubsNamespaceId: eventHubs.id
    storageAccountIds: [hostStorage.id, meshStorage.id]
    apiManagementId: api.id
    apiManagementSku: apiSku
    capture: size.capture.enabled
    emails: emails
    runbookUrl: runbookUrl
  }
  // Rules on logs ask for tables that exist.
  dependsOn: [apiDiagnostics, eventHubsDiagnostics]
}

module workbook 'workbook.bicep' = {
  name: 'workbook'
  params: {
    displayName: 'Agent mesh (${environmentName})'
    location: location
    tags: tags
    workspaceId: workspaceId
    eventHubsNamespaceId: eventHubs.id
    apiManagementId: api.id
    monthlyCost: size.budget.amountPerMonth
    runbookUrl: runbookUrl
  }
}

module budget 'budget.bicep' = if (!empty(budgetStart)) {
  name: 'budget'
  params: {
    name: nameOf('budget', '', token)
    amount: size.budget.amountPerMonth
    startDate: budgetStart
    emails: emails
  }
}
