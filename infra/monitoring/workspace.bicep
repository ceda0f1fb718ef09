// Where logs and metrics are kept: one Log Analytics workspace for the whole mesh.

@description('Name of the workspace.')
param name string

@description('Where it is.')
param location string

@description('Tags of the environment.')
param tags object

@description('For how many days telemetry is kept. The first 31 days cost nothing extra (Application Insights tables: 90).')
@minValue(30)
@maxValue(730)
param retentionDays int = 30

@description('Gigabytes a day after which nothing more is taken in until the next day; -1 for no limit. A cap protects the budget and blinds the alerts: the alert telemetry-capped tells.')
@minValue(-1)
param dailyCapGb int = -1

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: retentionDays
    workspaceCapping: { dailyQuotaGb: dailyCapGb }
    features: {
      disableLocalAuth: true
      enableLogAccessUsingOnlyResourcePermissions: true
    }
  }
}

// Who asked what of the telemetry: it may name business keys.
resource audit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: workspace
  properties: {
    workspaceId: workspace.id
    logs: [{ category: 'Audit', enabled: true }]
  }
}

@description('Id of the workspace.')
output id string = workspace.id

@description('Name of the workspace.')
output name string = workspace.name

@description('The id that queries name it by (az monitor log-analytics query --workspace).')
output customerId string = workspace.properties.customerId
