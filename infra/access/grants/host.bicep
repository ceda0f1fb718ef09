// What every Functions app needs of its host: its locks, its keys, its checkpoints, its package, and to send telemetry.

import { ROLES } from '../../roles.bicep'

@description('Name of the app, for example worker.')
param app string

@description('Object id of its identity.')
param principalId string

@description('Storage account of the hosts.')
param accountName string

@description('Whether it reads hubs, and so keeps checkpoints.')
param keepsCheckpoints bool

@description('Application Insights that it sends to.')
param insightsName string

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: accountName

  resource service 'blobServices' existing = {
    name: 'default'

    resource locks 'containers' existing = {
      name: 'azure-webjobs-hosts'
    }

    resource keys 'containers' existing = {
      name: 'azure-webjobs-secrets'
    }

    resource checkpoints 'containers' existing = {
      name: 'azure-webjobs-eventhub'
    }

    resource package 'containers' existing = {
      name: 'package-${app}'
    }
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

// Owner is what the platform's documentation asks for here; on these containers alone it is little.
resource keepsLocks 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: account::service::locks
  name: guid(account::service::locks.id, principalId, ROLES.storageBlobDataOwner)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', ROLES.storageBlobDataOwner)
  }
}

resource keepsKeys 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: account::service::keys
  name: guid(account::service::keys.id, principalId, ROLES.storageBlobDataOwner)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', ROLES.storageBlobDataOwner)
  }
}

resource writesCheckpoints 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (keepsCheckpoints) {
  scope: account::service::checkpoints
  name: guid(account::service::checkpoints.id, principalId, ROLES.storageBlobDataOwner)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', ROLES.storageBlobDataOwner)
  }
}

// A deployment writes the package as the app's identity; the instances read it.
resource readsPackage 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: account::service::package
  name: guid(account::service::package.id, principalId, ROLES.storageBlobDataContributor)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', ROLES.storageBlobDataContributor)
  }
}

// Local authentication of Application Insights is off, so its connection string alone sends nothing.
resource sendsTelemetry 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: insights
  name: guid(insights.id, principalId, ROLES.monitoringMetricsPublisher)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', ROLES.monitoringMetricsPublisher)
  }
}
