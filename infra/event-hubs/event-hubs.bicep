// The backbone: the namespace, then its hubs.

import { Account, EncryptionKey, EnvironmentSize, Named } from '../types.bicep'
import { CAPTURE_CONTAINER } from '../storage/capture.bicep'

@description('Region of the namespace.')
param location string

@description('Tags of every resource.')
param tags object

@description('Unique token in names.')
param token string

@description('Standard, or Premium for more consumer groups, longer retention and own capacity.')
param tier 'Standard' | 'Premium'

@description('Units, partitions, retention, and whether hubs are captured.')
param size EnvironmentSize

@description('Whether the region has availability zones.')
param regionHasZones bool

@description('Account that Capture writes to, with its rights granted: that they spread takes minutes, which the namespace takes too.')
param captureStorage Account

@description('Resource id of the identity that Capture writes as.')
param captureIdentityId string

@description('Closed to the public network.')
param networkIsolation bool

@description('A key of one\'s own to encrypt with. Premium only.')
param encryptionKey EncryptionKey?

module namespaceOfHubs 'namespace.bicep' = {
  name: 'event-hubs-namespace'
  params: {
    location: location
    tags: tags
    token: token
    tier: tier
    size: size.eventHubs
    zoneRedundant: regionHasZones
    captureIdentityId: captureIdentityId
    networkIsolation: networkIsolation
    encryptionKey: encryptionKey
  }
}

module hubs 'hubs.bicep' = {
  name: 'hubs'
  params: {
    namespaceName: namespaceOfHubs.outputs.name
    size: size.eventHubs
    captureEnabled: size.capture.enabled
    captureAccountId: captureStorage.id
    captureContainer: CAPTURE_CONTAINER
    captureIdentityId: captureIdentityId
  }
}

@description('The namespace.')
output eventHubs Named = { id: namespaceOfHubs.outputs.id, name: namespaceOfHubs.outputs.name }

@description('What clients connect to: <name>.servicebus.windows.net.')
output hostName string = namespaceOfHubs.outputs.hostName
