// One user-assigned identity per app, so that each has only its own rights, plus API Management's and Capture's.
// User-assigned, because they exist before what uses them: rights are granted, and have time to spread, before an app starts.
// Each is an `AppIdentity`: id for the resource that runs as it, principalId for grants, clientId for settings.

import { Identities } from '../types.bicep'
import { nameOf } from '../names.bicep'

@description('Region of the identities.')
param location string

@description('Tags of every resource.')
param tags object

@description('Unique token in names.')
param token string

resource gatewayIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: nameOf('id', 'gateway', token)
  location: location
  tags: tags
}

resource plannerIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: nameOf('id', 'planner', token)
  location: location
  tags: tags
}

resource workerIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: nameOf('id', 'worker', token)
  location: location
  tags: tags
}

resource workerRestrictedIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: nameOf('id', 'worker-restricted', token)
  location: location
  tags: tags
}

resource operationsIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: nameOf('id', 'operations', token)
  location: location
  tags: tags
}

resource canaryIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: nameOf('id', 'canary', token)
  location: location
  tags: tags
}

resource apiManagementIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: nameOf('id', 'apim', token)
  location: location
  tags: tags
}

resource captureIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: nameOf('id', 'capture', token)
  location: location
  tags: tags
}

@description('All of them, by what runs as them.')
output all Identities = {
  gateway: {
    id: gatewayIdentity.id
    name: gatewayIdentity.name
    principalId: gatewayIdentity.properties.principalId
    clientId: gatewayIdentity.properties.clientId
  }
  planner: {
    id: plannerIdentity.id
    name: plannerIdentity.name
    principalId: plannerIdentity.properties.principalId
    clientId: plannerIdentity.properties.clientId
  }
  worker: {
    id: workerIdentity.id
    name: workerIdentity.name
    principalId: workerIdentity.properties.principalId
    clientId: workerIdentity.properties.clientId
  }
  workerRestricted: {
    id: workerRestrictedIdentity.id
    name: workerRestrictedIdentity.name
    principalId: workerRestrictedIdentity.properties.principalId
    clientId: workerRestrictedIdentity.properties.clientId
  }
  operations: {
    id: operationsIdentity.id
    name: operationsIdentity.name
    principalId: operationsIdentity.properties.principalId
    clientId: operationsIdentity.properties.clientId
  }
  canary: {
    id: canaryIdentity.id
    name: canaryIdentity.name
    principalId: canaryIdentity.properties.principalId
    clientId: canaryIdentity.properties.clientId
  }
  apiManagement: {
    id: apiManagementIdentity.id
    name: apiManagementIdentity.name
    principalId: apiManagementIdentity.properties.principalId
    clientId: apiManagementIdentity.properties.clientId
  }
  capture: {
    id: captureIdentity.id
    name: captureIdentity.name
    principalId: captureIdentity.properties.principalId
    clientId: captureIdentity.properties.clientId
  }
}
