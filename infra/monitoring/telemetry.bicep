// Where telemetry goes: a Log Analytics workspace, and Application Insights on it.

import { MonitoringSize } from '../types.bicep'
import { nameOf } from '../names.bicep'

@description('Where it is.')
param location string

@description('Tags of every resource.')
param tags object

@description('Unique token in names.')
param token string

@description('How long logs are kept, and where a day of them is cut off.')
param size MonitoringSize

module workspace 'workspace.bicep' = {
  name: 'workspace'
  params: {
    name: nameOf('log', '', token)
    location: location
    tags: tags
    retentionDays: size.retentionDays
    dailyCapGb: size.dailyCapGb
  }
}

module insights 'insights.bicep' = {
  name: 'insights'
  params: {
    name: nameOf('appi', '', token)
    location: location
    tags: tags
    workspaceId: workspace.outputs.id
  }
}

@description('Id of the workspace.')
output workspaceId string = workspace.outputs.id

@description('The id that queries name the workspace by.')
output customerId string = workspace.outputs.customerId

@description('Id of the Application Insights component.')
output insightsId string = insights.outputs.id

@description('Name of it.')
output insightsName string = insights.outputs.name

@description('Where telemetry is sent. Not a secret: without an identity nothing is taken.')
output insightsConnectionString string = insights.outputs.connectionString
