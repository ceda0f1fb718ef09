// Roles on blob containers, each on the container alone.

import { AccessByName } from '../../types.bicep'
import { ROLES } from '../../roles.bicep'

@description('Object id of the identity.')
param principalId string

@description('Kind of the identity.')
param principalType 'ServicePrincipal' | 'User' | 'Group' = 'ServicePrincipal'

@description('Storage account of the containers.')
param accountName string

@description('Access by container.')
param containers AccessByName

var ROLE = {
  read: ROLES.storageBlobDataReader
  write: ROLES.storageBlobDataContributor
}

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: accountName

  resource service 'blobServices' existing = {
    name: 'default'
  }
}

resource containersOfIt 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' existing = [
  for container in items(containers): {
    parent: account::service
    name: container.key
  }
]

resource grants 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (container, index) in items(containers): {
    scope: containersOfIt[index]
    name: guid(containersOfIt[index].id, principalId, ROLE[container.value])
    properties: {
      principalId: principalId
      principalType: principalType
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', ROLE[container.value])
    }
  }
]
