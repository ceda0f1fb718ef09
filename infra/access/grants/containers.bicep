// Roles on blob containers, each on the container alone. No built-in role is as narrow as what is asked of some, so that a
// condition on the assignment takes away the rest: https://learn.microsoft.com/azure/storage/blobs/storage-auth-abac

import { ContainerAccessByName } from '../../types.bicep'
import { ROLES } from '../../roles.bicep'

@description('Object id of the identity.')
param principalId string

@description('Kind of the identity.')
param principalType 'ServicePrincipal' | 'User' | 'Group' = 'ServicePrincipal'

@description('Storage account of the containers.')
param accountName string

@description('Access by container.')
param containers ContainerAccessByName

var ROLE = {
  read: ROLES.storageBlobDataReader
  write: ROLES.storageBlobDataContributor
  create: ROLES.storageBlobDataContributor
  use: ROLES.storageBlobDataContributor
  erase: ROLES.storageBlobDataContributor
}

var BLOBS = 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs'
var NOT_READ = '!(ActionMatches{\'${BLOBS}/read\'})'
// To list names and dates is an action of reading, and all that erasing needs of it.
var NOT_READ_BUT_LIST = '!(ActionMatches{\'${BLOBS}/read\'} AND NOT SubOperationMatches{\'Blob.List\'})'
var NOT_WRITE = '!(ActionMatches{\'${BLOBS}/write\'}) AND !(ActionMatches{\'${BLOBS}/add/action\'})'
var NOT_DELETE = '!(ActionMatches{\'${BLOBS}/delete\'})'
var NOT_MOVE = '!(ActionMatches{\'${BLOBS}/move/action\'})'
// No container has this name: what is not among the actions of the first part is never allowed.
var NEVER = '@Resource[Microsoft.Storage/storageAccounts/blobServices/containers:name] StringEquals \'-\''

var CONDITION = {
  read: null
  write: null
  create: '((${NOT_READ} AND ${NOT_DELETE} AND ${NOT_MOVE}) OR (${NEVER}))'
  use: '((${NOT_DELETE} AND ${NOT_MOVE}) OR (${NEVER}))'
  erase: '((${NOT_READ_BUT_LIST} AND ${NOT_WRITE} AND ${NOT_MOVE}) OR (${NEVER}))'
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
      condition: CONDITION[container.value]
      conditionVersion: CONDITION[container.value] == null ? null : '2.0'
    }
  }
]
