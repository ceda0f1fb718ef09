// Roles on queues, each on the queue alone.

import { ROLES } from '../../roles.bicep'

@description('Object id of the identity.')
param principalId string

@description('Storage account of the queues.')
param accountName string

@description('Queues that it only sends to.')
param sends string[] = []

@description('Queues that trigger its functions, and those that what failed too often is put into. The host reads, hides, deletes and writes: hiding a message for longer is a write, which the role of a message processor does not have.')
param processes string[] = []

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: accountName

  resource service 'queueServices' existing = {
    name: 'default'
  }
}

resource sentTo 'Microsoft.Storage/storageAccounts/queueServices/queues@2025-06-01' existing = [
  for queue in sends: {
    parent: account::service
    name: queue
  }
]

resource processed 'Microsoft.Storage/storageAccounts/queueServices/queues@2025-06-01' existing = [
  for queue in processes: {
    parent: account::service
    name: queue
  }
]

resource senders 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (queue, index) in sends: {
    scope: sentTo[index]
    name: guid(sentTo[index].id, principalId, ROLES.storageQueueDataMessageSender)
    properties: {
      principalId: principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', ROLES.storageQueueDataMessageSender)
    }
  }
]

resource processors 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (queue, index) in processes: {
    scope: processed[index]
    name: guid(processed[index].id, principalId, ROLES.storageQueueDataContributor)
    properties: {
      principalId: principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', ROLES.storageQueueDataContributor)
    }
  }
]
