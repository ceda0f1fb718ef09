// Blobs with personal or health data, in an account of their own, so that nobody who was granted the mesh's data has them too.
// No versions, and few days of soft delete: erasing a person's data is deleting its blobs, and that must come to an end.

import { Account, EncryptionKey, StorageSize } from '../types.bicep'
import { storageNameOf } from '../names.bicep'

@description('Region of the account.')
param location string

@description('Tags of every resource.')
param tags object

@description('Unique token in names.')
param token string

@description('Copies; soft delete is 7 days here, however large the environment.')
param size StorageSize

@description('Closed to the public network.')
param networkIsolation bool

@description('A key of one\'s own to encrypt with.')
param encryptionKey EncryptionKey?

module account 'account.bicep' = {
  name: 'storage-restricted-account'
  params: {
    name: storageNameOf('restr', token)
    location: location
    tags: tags
    redundancy: size.redundancy
    softDeleteDays: 7
    containers: ['restricted']
    networkIsolation: networkIsolation
    encryptionKey: encryptionKey
  }
}

@description('What others need of it.')
output account Account = account.outputs.account
