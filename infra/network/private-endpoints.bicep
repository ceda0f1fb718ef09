// The private endpoints of the mesh, as a list: what is reached, and which part of it.

@description('Region: that of the network.')
param location string = resourceGroup().location

@description('Tags of the endpoints.')
param tags object

@description('Subnet that the addresses are taken from.')
param subnetId string

@description('Ids of the DNS zones, by sub-resource: the output zoneIds of network.bicep.')
param zoneIds object

@description('What is reached privately.')
param targets target[]

@export()
@description('One part of one service.')
type target = {
  @description('Name of the service: the endpoint is named after it.')
  name: string

  @description('Id of the service.')
  resourceId: string

  @description('Which part of it.')
  groupId: 'blob' | 'namespace' | 'queue' | 'table' | 'vault'
}

module endpoints 'private-endpoint.bicep' = [
  for one in targets: {
    params: {
      name: 'pep-${one.name}-${one.groupId}'
      location: location
      tags: tags
      subnetId: subnetId
      resourceId: one.resourceId
      groupId: one.groupId
      zoneId: zoneIds[one.groupId]
    }
  }
]
