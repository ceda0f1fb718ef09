// The audit trail: what Event Hubs Capture writes. An account of its own, because only Capture writes it and few read it.

import { Account, CaptureSize, EncryptionKey, StorageSize } from '../types.bicep'
import { storageNameOf } from '../names.bicep'
import { ROLES } from '../roles.bicep'

@description('Region of the account.')
param location string

@description('Tags of every resource.')
param tags object

@description('Unique token in names.')
param token string

@description('Days of soft delete.')
param size StorageSize

@description('Copies, when files become cool, and when they go.')
param capture CaptureSize

@description('For how many days a file can be neither changed nor deleted; 0 for no such policy. Not more than the days that files are kept.')
@minValue(0)
@maxValue(146000)
param immutabilityDays int

@description('Object id of the identity that Capture writes as.')
param capturePrincipalId string

@description('Object id of whoever deploys; empty: they have the rights that Capture asks of them already.')
param deployerId string

@description('What whoever deploys is.')
param deployerType 'ServicePrincipal' | 'User' | 'Group'

@description('Closed to the public network.')
param networkIsolation bool

@description('A key of one\'s own to encrypt with.')
param encryptionKey EncryptionKey?

@export()
@description('The container that files are written to.')
var CAPTURE_CONTAINER = 'capture'

module account 'account.bicep' = {
  name: 'storage-capture-account'
  params: {
    name: storageNameOf('capt', token)
    location: location
    tags: tags
    redundancy: capture.redundancy
    softDeleteDays: size.softDeleteDays
    containers: ['capture']
    lifecycleRules: [
      {
        name: 'captured-files'
        enabled: true
        type: 'Lifecycle'
        definition: {
          filters: { blobTypes: ['blockBlob'], prefixMatch: ['capture/'] }
          actions: {
            baseBlob: {
              tierToCool: { daysAfterModificationGreaterThan: capture.coolAfterDays }
              // A file under an immutability policy stays until that is over, whatever this says.
              delete: { daysAfterModificationGreaterThan: capture.deleteAfterDays }
            }
          }
        }
      }
    ]
    networkIsolation: networkIsolation
    writtenByAzure: true
    encryptionKey: encryptionKey
  }
}

// The name is known before the account is made; `existing` needs that.
resource made 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: storageNameOf('capt', token)

  resource blobs 'blobServices' existing = {
    name: 'default'

    resource container 'containers' existing = {
      name: CAPTURE_CONTAINER
    }
  }
}

resource immutability 'Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies@2025-06-01' = if (immutabilityDays > 0) {
  parent: made::blobs::container
  name: 'default'
  properties: {
    immutabilityPeriodSinceCreationInDays: immutabilityDays
    // Left unlocked: locking is for good, and so a decision of a person (docs/deployment.md).
    allowProtectedAppendWritesAll: true
  }
  dependsOn: [account]
}

// Granted before any hub exists: a hub with Capture is refused while its identity cannot write.
resource captureWrites 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: made::blobs::container
  name: guid(made::blobs::container.id, capturePrincipalId, ROLES.storageBlobDataContributor)
  properties: {
    principalId: capturePrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', ROLES.storageBlobDataContributor)
  }
  dependsOn: [account]
}

// Event Hubs asks it of whoever makes or changes a hub with Capture, at each deployment and on the account ("Linked access check
// failed for capture storage destination"): to write containers and blobs there. No smaller built-in role has both. It is also
// what `npm run mesh -- capture` reads with.
resource deployerWrites 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(deployerId)) {
  scope: made
  name: guid(made.id, deployerId, ROLES.storageBlobDataContributor)
  properties: {
    principalId: deployerId
    principalType: deployerType
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', ROLES.storageBlobDataContributor)
  }
  dependsOn: [account]
}

@description('What others need of it.')
output account Account = account.outputs.account
