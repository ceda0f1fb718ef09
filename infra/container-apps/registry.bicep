// Where the workers' image lies (workerHosting: 'containerApps'). No admin user: identities pull, who deploys pushes.
import { ROLES } from '../roles.bicep'

@description('Name of the registry: letters and digits, unique in all of Azure.')
@minLength(5)
@maxLength(50)
param name string

@description('Region.')
param location string = resourceGroup().location

@description('Tags of the registry.')
param tags object

@description('Object ids of the identities that pull.')
param pullerIds string[]

@description('Object id of who deploys, and so pushes. Empty: nobody gets the right here.')
param deployerId string = ''

@description('What who deploys is.')
param deployerType 'ServicePrincipal' | 'User' | 'Group' = 'User'

resource registry 'Microsoft.ContainerRegistry/registries@2025-11-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: 'Basic' }
  properties: {
    adminUserEnabled: false
    anonymousPullEnabled: false
    // Also where the network is closed: images are pushed from where the deployment runs, and hold code and no data. Only
    // identities get in. A private endpoint would ask for Premium.
    publicNetworkAccess: 'Enabled'
  }
}

resource pull 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for principalId in pullerIds: {
    scope: registry
    name: guid(registry.id, principalId, ROLES.acrPull)
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', ROLES.acrPull)
      principalId: principalId
      principalType: 'ServicePrincipal'
    }
  }
]

resource push 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(deployerId)) {
  scope: registry
  name: guid(registry.id, deployerId, ROLES.acrPush)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', ROLES.acrPush)
    principalId: deployerId
    principalType: deployerType
  }
}

@description('Id of the registry.')
output id string = registry.id

@description('Name of the registry.')
output name string = registry.name

@description('Host of the registry: AZURE_CONTAINER_REGISTRY_ENDPOINT, by which azd knows where to push.')
output loginServer string = registry.properties.loginServer
