// What the Functions hosts keep for themselves: locks, keys, checkpoints, and the deployed packages. Nothing of the mesh.

import { Account, EncryptionKey, StorageSize } from '../types.bicep'
import { storageNameOf } from '../names.bicep'

@description('Region of the account.')
param location string

@description('Tags of every resource.')
param tags object

@description('Unique token in names.')
param token string

@description('Copies and days of soft delete.')
param size StorageSize

@description('Closed to the public network.')
param networkIsolation bool

@description('A key of one\'s own to encrypt with.')
param encryptionKey EncryptionKey?

module account 'account.bicep' = {
  name: 'storage-host-account'
  params: {
    name: storageNameOf('host', token)
    location: location
    tags: tags
    redundancy: size.redundancy
    softDeleteDays: size.softDeleteDays
    // Made here, so that no app needs the right to make containers. Each app's package has a container of its own.
    containers: [
      'azure-webjobs-hosts'
      'azure-webjobs-secrets'
      'azure-webjobs-eventhub'
      'package-gateway'
      'package-planner'
      'package-worker'
      'package-worker-restricted'
      'package-operations'
      'package-canary'
    ]
    networkIsolation: networkIsolation
    encryptionKey: encryptionKey
  }
}

@description('What others need of it.')
output account Account = account.outputs.account
