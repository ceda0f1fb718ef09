// Roles on hubs, each on the hub alone.
// Receivers get the hub and not the consumer group: the Functions trigger asks for the hub's properties, which needs the right to
// listen on the hub ("Listen claims required"), and so does whoever looks at its end.

import { ROLES } from '../../roles.bicep'

@description('Object id of the identity.')
param principalId string

@description('Kind of the identity. Said, so that a new identity is not looked up before it can be found.')
param principalType 'ServicePrincipal' | 'User' | 'Group' = 'ServicePrincipal'

@description('Namespace of the hubs.')
param namespaceName string

@description('Hubs that it sends to.')
param sends string[] = []

@description('Hubs that it reads, or whose ends it looks at.')
param receives string[] = []

resource namespace 'Microsoft.EventHub/namespaces@2024-01-01' existing = {
  name: namespaceName
}

resource sentTo 'Microsoft.EventHub/namespaces/eventhubs@2024-01-01' existing = [
  for hub in sends: {
    parent: namespace
    name: hub
  }
]

resource receivedFrom 'Microsoft.EventHub/namespaces/eventhubs@2024-01-01' existing = [
  for hub in receives: {
    parent: namespace
    name: hub
  }
]

resource senders 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (hub, index) in sends: {
    scope: sentTo[index]
    name: guid(sentTo[index].id, principalId, ROLES.eventHubsDataSender)
    properties: {
      principalId: principalId
      principalType: principalType
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', ROLES.eventHubsDataSender)
    }
  }
]

resource receivers 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (hub, index) in receives: {
    scope: receivedFrom[index]
    name: guid(receivedFrom[index].id, principalId, ROLES.eventHubsDataReceiver)
    properties: {
      principalId: principalId
      principalType: principalType
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', ROLES.eventHubsDataReceiver)
    }
  }
]
