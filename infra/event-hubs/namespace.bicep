// The backbone: an Event Hubs namespace without keys. Its hubs are in hubs.bicep.

import { EncryptionKey, EventHubsSize } from '../types.bicep'
import { nameOf } from '../names.bicep'

@description('Region of the namespace.')
param location string

@description('Tags of every resource.')
param tags object

@description('Unique token in names.')
param token string

@description('Standard, or Premium for more consumer groups, longer retention and own capacity.')
param tier 'Standard' | 'Premium'

@description('Units and their limit.')
param size EventHubsSize

@description('Spread over availability zones. Costs nothing; false only in a region without zones.')
param zoneRedundant bool

@description('Resource id of the identity that Capture writes as.')
param captureIdentityId string

@description('Closed to the public network.')
param networkIsolation bool

@description('A key of one\'s own to encrypt with. Premium only.')
param encryptionKey EncryptionKey?

var isPremium = tier == 'Premium'
var ownKey = isPremium && encryptionKey != null

resource namespace 'Microsoft.EventHub/namespaces@2024-01-01' = {
  name: nameOf('evhns', '', token)
  location: location
  tags: tags
  sku: {
    name: tier
    tier: tier
    capacity: isPremium ? size.processingUnits : size.throughputUnits
  }
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: ownKey
      ? { '${captureIdentityId}': {}, '${encryptionKey!.identityId}': {} }
      : { '${captureIdentityId}': {} }
  }
  properties: {
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
    kafkaEnabled: true
    zoneRedundant: zoneRedundant
    // Premium has no throughput units to inflate.
    isAutoInflateEnabled: !isPremium
    maximumThroughputUnits: isPremium ? 0 : size.maximumThroughputUnits
    publicNetworkAccess: networkIsolation ? 'Disabled' : 'Enabled'
    encryption: ownKey
      ? {
          keySource: 'Microsoft.KeyVault'
          keyVaultProperties: [
            {
              keyVaultUri: encryptionKey!.vaultUri
              keyName: encryptionKey!.keyName
              identity: { userAssignedIdentity: encryptionKey!.identityId }
            }
          ]
        }
      : null
  }
}

// Standard has one schema group. The events' schemas are in schemas/ and in the API; the group is there for consumers that look
// schemas up by Kafka's or Azure's clients.
resource schemas 'Microsoft.EventHub/namespaces/schemagroups@2026-01-01' = {
  parent: namespace
  name: 'mesh'
  properties: {
    schemaType: 'Json'
    schemaCompatibility: 'None'
  }
}

@description('Resource id of the namespace.')
output id string = namespace.id

@description('Name of the namespace.')
output name string = namespace.name

@description('What clients connect to: <name>.servicebus.windows.net.')
output hostName string = replace(replace(namespace.properties.serviceBusEndpoint, 'https://', ''), ':443/', '')

@description('The schema group.')
output schemaGroup string = schemas.name
