// What the apps reach by private endpoints, where the network is closed.

import { Account, Named } from '../types.bicep'

@description('Region: that of the network.')
param location string

@description('Tags of the endpoints.')
param tags object

@description('Subnet that the addresses are taken from.')
param subnetId string

@description('Ids of the DNS zones, by sub-resource: the output zoneIds of network.bicep.')
param zoneIds object

@description('The hosts\' storage: blobs.')
param hostStorage Account

@description('The mesh\'s storage: blobs, tables and queues.')
param meshStorage Account

@description('Restricted blobs.')
param restrictedStorage Account

@description('Captured files; empty where nothing is captured.')
param captureStorage Account

@description('The Event Hubs namespace.')
param eventHubs Named

@description('The vault with keys of one\'s own; empty where there is none.')
param vault Named

module endpoints 'private-endpoints.bicep' = {
  name: 'private-endpoints-of-services'
  params: {
    location: location
    tags: tags
    subnetId: subnetId
    zoneIds: zoneIds
    targets: concat(
      [
        { name: hostStorage.name, resourceId: hostStorage.id, groupId: 'blob' }
        { name: meshStorage.name, resourceId: meshStorage.id, groupId: 'blob' }
        { name: meshStorage.name, resourceId: meshStorage.id, groupId: 'table' }
        { name: meshStorage.name, resourceId: meshStorage.id, groupId: 'queue' }
        { name: restrictedStorage.name, resourceId: restrictedStorage.id, groupId: 'blob' }
        { name: eventHubs.name, resourceId: eventHubs.id, groupId: 'namespace' }
      ],
      empty(captureStorage.name)
        ? []
        : [{ name: captureStorage.name, resourceId: captureStorage.id, groupId: 'blob' }],
      empty(vault.name) ? [] : [{ name: vault.name, resourceId: vault.id, groupId: 'vault' }]
    )
  }
}
