// Roles on tables, each on the table alone.

import { AccessByName } from '../../types.bicep'
import { ROLES } from '../../roles.bicep'

@description('Object id of the identity.')
param principalId string

@description('Kind of the identity.')
param principalType 'ServicePrincipal' | 'User' | 'Group' = 'ServicePrincipal'

@description('Storage account of the tables.')
param accountName string

@description('Access by table.')
param tables AccessByName

var ROLE = {
  read: ROLES.storageTableDataReader
  write: ROLES.storageTableDataContributor
}

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: accountName

  resource service 'tableServices' existing = {
    name: 'default'
  }
}

resource tablesOfIt 'Microsoft.Storage/storageAccounts/tableServices/tables@2025-06-01' existing = [
  for table in items(tables): {
    parent: account::service
    name: table.key
  }
]

resource grants 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (table, index) in items(tables): {
    scope: tablesOfIt[index]
    name: guid(tablesOfIt[index].id, principalId, ROLE[table.value])
    properties: {
      principalId: principalId
      principalType: principalType
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', ROLE[table.value])
    }
  }
]
