// The closed form of the mesh (networkIsolation): apps reach storage, Event Hubs and the vault over private endpoints.
// Each kind of host has a subnet of its own, delegated to it. Delegated subnets reach the internet (Entra's keys,
// Application Insights) as their service manages it, so there is no NAT gateway to pay for.

@description('Name of the virtual network; its subnets, groups and links are named after it.')
param name string

@description('Region.')
param location string = resourceGroup().location

@description('Tags of every resource.')
param tags object

@description('Addresses of the network, at least a /20: take a range that no network has that it will be peered with.')
param addressPrefix string = '10.90.0.0/20'

// No underscores in names: Flex Consumption does not take them. Sizes: a function app of Flex Consumption takes up to
// one address for each of its instances, an environment of Container Apps at least a /27, API Management a /27.
var SUBNETS = [
  { name: 'functions', size: 23, index: 0, delegation: 'Microsoft.App/environments', reaches: '' }
  { name: 'container-apps', size: 23, index: 1, delegation: 'Microsoft.App/environments', reaches: '' }
  { name: 'private-endpoints', size: 24, index: 4, delegation: '', reaches: '' }
  { name: 'api-management', size: 27, index: 40, delegation: 'Microsoft.Web/serverFarms', reaches: 'Microsoft.Web' }
]

resource groups 'Microsoft.Network/networkSecurityGroups@2025-01-01' = [
  for subnet in SUBNETS: {
    name: 'nsg-${name}-${subnet.name}'
    location: location
    tags: tags
    properties: {
      securityRules: subnet.delegation != '' ? [] : [
        {
          name: 'https-and-amqp-from-the-network'
          properties: {
            description: 'What the apps speak to storage, the vault and Event Hubs.'
            priority: 100
            direction: 'Inbound'
            access: 'Allow'
            protocol: 'Tcp'
            sourceAddressPrefix: 'VirtualNetwork'
            sourcePortRange: '*'
            destinationAddressPrefix: 'VirtualNetwork'
            destinationPortRanges: [
              '443'
              '5671'
              '5672'
              '9093'
            ]
          }
        }
        {
          name: 'nothing-else'
          properties: {
            description: 'Endpoints answer nobody else.'
            priority: 4000
            direction: 'Inbound'
            access: 'Deny'
            protocol: '*'
            sourceAddressPrefix: '*'
            sourcePortRange: '*'
            destinationAddressPrefix: '*'
            destinationPortRange: '*'
          }
        }
      ]
    }
  }
]

resource network 'Microsoft.Network/virtualNetworks@2025-01-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    addressSpace: {
      addressPrefixes: [
        addressPrefix
      ]
    }
    // Inside the network and not resources of their own: a second deployment would else try to delete them first.
    subnets: [
      for (subnet, i) in SUBNETS: {
        name: subnet.name
        properties: {
          addressPrefix: cidrSubnet(addressPrefix, subnet.size, subnet.index)
          networkSecurityGroup: {
            id: groups[i].id
          }
          // The gateway knows a call from this subnet by it, and takes no other (functions/app.bicep).
          serviceEndpoints: subnet.reaches == '' ? [] : [
            {
              service: subnet.reaches
            }
          ]
          // Rules hold for private endpoints too.
          privateEndpointNetworkPolicies: 'Enabled'
          delegations: subnet.delegation == '' ? [] : [
            {
              name: 'host'
              properties: {
                serviceName: subnet.delegation
              }
            }
          ]
        }
      }
    ]
  }
}

// What is asked after by its public name is answered with the address inside, by the sub-resource of the endpoint.
var ZONES = {
  blob: 'privatelink.blob.${environment().suffixes.storage}'
  table: 'privatelink.table.${environment().suffixes.storage}'
  queue: 'privatelink.queue.${environment().suffixes.storage}'
  namespace: 'privatelink.servicebus.windows.net'
  vault: 'privatelink.vaultcore.azure.net'
}

resource zones 'Microsoft.Network/privateDnsZones@2024-06-01' = [
  for zone in items(ZONES): {
    name: zone.value
    location: 'global'
    tags: tags
  }
]

resource links 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [
  for (zone, i) in items(ZONES): {
    parent: zones[i]
    name: name
    location: 'global'
    tags: tags
    properties: {
      registrationEnabled: false
      virtualNetwork: {
        id: network.id
      }
    }
  }
]

@description('Subnet of the function apps on Flex Consumption.')
output functionsSubnetId string = '${network.id}/subnets/functions'

@description('Subnet of the environment of Container Apps.')
output containerAppsSubnetId string = '${network.id}/subnets/container-apps'

@description('Subnet of the private endpoints.')
output privateEndpointsSubnetId string = '${network.id}/subnets/private-endpoints'

@description('Subnet that API Management calls from, in tiers that can: Standard v2 and Premium v2.')
output apimSubnetId string = '${network.id}/subnets/api-management'

@description('Ids of the DNS zones, by the sub-resource that they are for: blob, table, queue, namespace, vault.')
output zoneIds object = mapValues(ZONES, zone => resourceId('Microsoft.Network/privateDnsZones', zone))
