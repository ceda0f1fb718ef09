// One private endpoint: the address inside the network by which one sub-resource of a service is reached.

@description('Name of the endpoint.')
param name string

@description('Region: that of the network.')
param location string = resourceGroup().location

@description('Tags of the endpoint.')
param tags object

@description('Subnet that the address is taken from.')
param subnetId string

@description('The service that is reached.')
param resourceId string

@description('Which part of it: an endpoint reaches one.')
@allowed(['blob', 'table', 'queue', 'namespace', 'vault'])
param groupId string

@description('DNS zone that the name is written to.')
param zoneId string

resource endpoint 'Microsoft.Network/privateEndpoints@2025-01-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    subnet: {
      id: subnetId
    }
    customNetworkInterfaceName: 'nic-${name}'
    privateLinkServiceConnections: [
      {
        name: name
        properties: {
          privateLinkServiceId: resourceId
          groupIds: [
            groupId
          ]
        }
      }
    ]
  }
}

resource zoneGroup 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2025-01-01' = {
  parent: endpoint
  name: 'default'
  properties: {
    privateDnsZoneConfigs: [
      {
        name: groupId
        properties: {
          privateDnsZoneId: zoneId
        }
      }
    ]
  }
}

@description('Id of the endpoint.')
output id string = endpoint.id
