// What the mesh keeps: runs, claims, letters, lists (src/contracts/storage.ts). Apart from the hosts, so that no host's keys or
// locks lie beside it, and its limits (20,000 rows/s an account) are its own.

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
  name: 'storage-mesh-account'
  params: {
    name: storageNameOf('mesh', token)
    location: location
    tags: tags
    redundancy: size.redundancy
    softDeleteDays: size.softDeleteDays
    containers: ['content']
    tables: ['runs', 'claims', 'marks', 'letters', 'replays', 'index', 'ledger', 'orders', 'subscriptions', 'health', 'canary']
    queues: ['delayed', 'delayed-poison', 'long-tasks', 'long-tasks-poison']
    lifecycleRules: [
      {
        // Only moved, never deleted: a dead letter that waits for somebody keeps its content, whatever its age. The janitor
        // deletes what is done with.
        name: 'content-to-cool'
        enabled: true
        type: 'Lifecycle'
        definition: {
          filters: { blobTypes: ['blockBlob'], prefixMatch: ['content/'] }
          actions: { baseBlob: { tierToCool: { daysAfterModificationGreaterThan: 60 } } }
        }
      }
    ]
    networkIsolation: networkIsolation
    encryptionKey: encryptionKey
  }
}

@description('What others need of it.')
output account Account = account.outputs.account
