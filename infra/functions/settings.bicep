// Settings that follow from who an app is. What is the same for all apps is in apps.bicep.

import { Account } from '../types.bicep'

@export()
@description('How the app\'s identity connects: to Event Hubs, to the mesh\'s storage, to the hosts\' storage, to Application Insights. No keys.')
func identitySettings(clientId string, hostStorage Account, insightsConnectionString string) object => {
  AzureWebJobsStorage__blobServiceUri: hostStorage.blobEndpoint
  // With the address alone a host may now and then not start (Azure/azure-functions-host#11787).
  AzureWebJobsStorage__accountName: hostStorage.name
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: clientId
  MESH_EVENTHUBS__credential: 'managedidentity'
  MESH_EVENTHUBS__clientId: clientId
  MESH_STORAGE__credential: 'managedidentity'
  MESH_STORAGE__clientId: clientId
  MESH_RESTRICTED__credential: 'managedidentity'
  MESH_RESTRICTED__clientId: clientId
  APPLICATIONINSIGHTS_CONNECTION_STRING: insightsConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'Authorization=AAD;ClientId=${clientId}'
}

@export()
@description('Switches off every function that is not the app\'s own.')
func disabledSettings(own string[], everyFunction string[]) object =>
  toObject(
    filter(everyFunction, name => !contains(own, name)),
    name => 'AzureWebJobs.${name}.Disabled',
    name => 'true'
  )

@export()
@description('A schedule of the Functions host (NCRONTAB) for each so many seconds: a divisor of 60, or whole minutes.')
func scheduleOf(seconds int) string => seconds < 60 ? '*/${seconds} * * * * *' : '0 */${seconds / 60} * * * *'
