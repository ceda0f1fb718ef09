// A storage account as all of ours are: no keys, no public blobs, TLS 1.2, what is deleted comes back for some days.

import { Account, EncryptionKey } from '../types.bicep'

@description('Name of the account: 3 to 24 lower-case letters and digits.')
@minLength(3)
@maxLength(24)
param name string

@description('Region of the account.')
param location string

@description('Tags of every resource.')
param tags object

@description('How often data is copied, for example Standard_ZRS.')
param redundancy string

@description('For how many days deleted blobs and containers can be brought back.')
@minValue(1)
@maxValue(365)
param softDeleteDays int

@description('Whether former versions of a blob are kept.')
param versioning bool = false

@description('Names of blob containers.')
param containers array = []

@description('Names of tables.')
param tables array = []

@description('Names of queues.')
param queues array = []

@description('Lifecycle rules of its blobs.')
param lifecycleRules array = []

@description('Closed to the public network: reached by private endpoints only.')
param networkIsolation bool

@description('Whether Azure\'s own services write to it by their identities, as Capture does. Then it is closed by its firewall, which lets them through; else there is no public address at all.')
param writtenByAzure bool = false

@description('A key of one\'s own to encrypt with; Microsoft\'s, if absent.')
param encryptionKey EncryptionKey?

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: redundancy }
  identity: encryptionKey == null
    ? null
    : { type: 'UserAssigned', userAssignedIdentities: { '${encryptionKey!.identityId}': {} } }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: networkIsolation && !writtenByAzure ? 'Disabled' : 'Enabled'
    networkAcls: {
      bypass: writtenByAzure ? 'AzureServices' : 'None'
      defaultAction: networkIsolation ? 'Deny' : 'Allow'
    }
    encryption: {
      keySource: encryptionKey == null ? 'Microsoft.Storage' : 'Microsoft.Keyvault'
      keyvaultproperties: encryptionKey == null
        ? null
        : { keyvaulturi: encryptionKey!.vaultUri, keyname: encryptionKey!.keyName }
      identity: encryptionKey == null ? null : { userAssignedIdentity: encryptionKey!.identityId }
      requireInfrastructureEncryption: true
      services: {
        blob: { enabled: true, keyType: 'Account' }
        file: { enabled: true, keyType: 'Account' }
        // Only when it is made can tables and queues be put under the account's key, so that one's own key can come later.
        queue: { enabled: true, keyType: 'Account' }
        table: { enabled: true, keyType: 'Account' }
      }
    }
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2025-06-01' = {
  parent: account
  name: 'default'
  properties: {
    isVersioningEnabled: versioning
    deleteRetentionPolicy: { enabled: true, days: softDeleteDays }
    containerDeleteRetentionPolicy: { enabled: true, days: softDeleteDays }
  }
}

resource blobContainers 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' = [
  for container in containers: {
    parent: blobs
    name: container
    properties: { publicAccess: 'None' }
  }
]

resource tableService 'Microsoft.Storage/storageAccounts/tableServices@2025-06-01' = {
  parent: account
  name: 'default'
}

resource tablesOfIt 'Microsoft.Storage/storageAccounts/tableServices/tables@2025-06-01' = [
  for table in tables: {
    parent: tableService
    name: table
  }
]

resource queueService 'Microsoft.Storage/storageAccounts/queueServices@2025-06-01' = {
  parent: account
  name: 'default'
}

resource queuesOfIt 'Microsoft.Storage/storageAccounts/queueServices/queues@2025-06-01' = [
  for queue in queues: {
    parent: queueService
    name: queue
  }
]

resource lifecycle 'Microsoft.Storage/storageAccounts/managementPolicies@2025-06-01' = if (!empty(lifecycleRules)) {
  parent: account
  name: 'default'
  properties: { policy: { rules: lifecycleRules } }
  dependsOn: [blobs]
}

@description('What others need of it.')
output account Account = {
  id: account.id
  name: account.name
  blobEndpoint: 'https://${account.name}.blob.${environment().suffixes.storage}'
  tableEndpoint: 'https://${account.name}.table.${environment().suffixes.storage}'
  queueEndpoint: 'https://${account.name}.queue.${environment().suffixes.storage}'
}
