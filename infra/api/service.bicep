// API Management itself: the only address that callers know.
import { AppIdentity, ApiManagementSku } from '../types.bicep'

@description('Name of the service: unique in all of Azure, and part of the address.')
@minLength(1)
@maxLength(50)
param name string

@description('Region.')
param location string = resourceGroup().location

@description('Tags of the service.')
param tags object

@description('Tier. What a tier lacks is in tiers.json, and switched by it.')
param sku ApiManagementSku = 'BasicV2'

@description('Units of the tier; Consumption has none.')
@minValue(1)
@maxValue(10)
param units int = 1

@description('Who runs the API, for mails of API Management.')
param publisherEmail string

@description('Name of who runs the API.')
param publisherName string

@description('Identity that calls the gateway and writes to Application Insights.')
param identity AppIdentity

@description('Subnet to call the gateway from, where it is closed to the public. Standard v2 and Premium v2 only.')
param subnetId string = ''

@description('true: brings a service of this name back that was deleted in the last 48 hours, instead of failing on it.')
param restore bool = false

var TIERS = loadJsonContent('tiers.json')

resource service 'Microsoft.ApiManagement/service@2024-05-01' = {
  name: name
  location: location
  tags: tags
  sku: {
    name: sku
    capacity: sku == 'Consumption' ? 0 : units
  }
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    publisherEmail: publisherEmail
    publisherName: publisherName
    // Older versions of the management API give keys away in plain answers.
    apiVersionConstraint: {
      minApiVersion: '2021-08-01'
    }
    restore: restore
    virtualNetworkType: empty(subnetId) ? 'None' : 'External'
    virtualNetworkConfiguration: empty(subnetId) ? null : {
      subnetResourceId: TIERS[sku].outboundNetwork
        ? subnetId
        : fail('API Management ${sku} cannot call into a virtual network: choose StandardV2, or leave the gateway public')
    }
  }
}

@description('Id of the service.')
output id string = service.id

@description('Name of the service.')
output name string = service.name

@description('Address of the service, without a path.')
output gatewayUrl string = service.properties.gatewayUrl
