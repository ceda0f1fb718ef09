// What the workers' container apps run in. Logs go by diagnostic settings (azure-monitor), so there is no key of a
// workspace here.

@description('Name of the environment.')
param name string

@description('Region.')
param location string = resourceGroup().location

@description('Tags of the environment.')
param tags object

@description('Subnet of the environment, delegated to Microsoft.App/environments. Empty: a network of Azure\'s own.')
param subnetId string = ''

@description('Spread over availability zones. Needs a subnet.')
param zoneRedundant bool = false

resource environment 'Microsoft.App/managedEnvironments@2025-07-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    appLogsConfiguration: {
      destination: 'azure-monitor'
    }
    workloadProfiles: [
      {
        name: 'Consumption'
        workloadProfileType: 'Consumption'
      }
    ]
    zoneRedundant: zoneRedundant && !empty(subnetId)
    vnetConfiguration: empty(subnetId) ? null : {
      infrastructureSubnetId: subnetId
      // Workers are called by nobody.
      internal: true
    }
    publicNetworkAccess: empty(subnetId) ? 'Enabled' : 'Disabled'
  }
}

@description('Id of the environment.')
output id string = environment.id

@description('Name of the environment.')
output name string = environment.name
