// Whose tokens count, and for what: a registration that is made here, or one that is there already.

import { issuersOf } from 'issuers.bicep'

@description('Name by which a deployment finds the registration again; one per environment.')
param uniqueName string

@description('Name that people see when they sign in or assign roles.')
param displayName string

@description('Object id of who deploys: gets all four roles. Empty: nobody does.')
param deployerId string

@description('Client ids that users need not consent to, with commas between.')
param trustedClientIds string

@description('Client id of a registration that is there already; empty: one is made.')
param givenClientId string

@description('Application id URI of that registration.')
param givenIdentifierUri string

module registration 'registration.bicep' = if (empty(givenClientId)) {
  name: 'registration'
  params: {
    uniqueName: uniqueName
    displayName: displayName
    deployerId: deployerId
    trustedClientIds: map(filter(split(trustedClientIds, ','), id => !empty(trim(id))), id => trim(id))
  }
}

@description('Client id: the audience of v2 tokens.')
output clientId string = empty(givenClientId) ? registration!.outputs.clientId : givenClientId

@description('Application id URI: what callers ask a token for, and the audience of v1 tokens.')
output identifierUri string = empty(givenClientId) ? registration!.outputs.identifierUri : givenIdentifierUri

@description('Who may sign tokens: JSON, the setting MESH_ISSUERS.')
output issuers string = string(empty(givenClientId)
  ? registration!.outputs.issuers
  : issuersOf(environment().authentication.loginEndpoint, tenant().tenantId, givenClientId, givenIdentifierUri))
