// Application Insights on the workspace. Telemetry is taken from identities with the role
// Monitoring Metrics Publisher only, so the connection string is an address and no secret.
//
// Sampling: metrics are never sampled, so alerts and objectives count everything. Traces are: the OpenTelemetry
// distribution keeps five a second and process by default (OTEL_TRACES_SAMPLER changes it); AppRequests and
// AppDependencies say with ItemCount how many a row stands for. No second sampling takes place at ingestion.

@description('Name of the component.')
param name string

@description('Where it is.')
param location string

@description('Tags of the environment.')
param tags object

@description('Id of the Log Analytics workspace that keeps the telemetry.')
param workspaceId string

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: name
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspaceId
    IngestionMode: 'LogAnalytics'
    DisableLocalAuth: true
    // Client addresses stay masked.
    DisableIpMasking: false
    SamplingPercentage: 100
  }
}

@description('Id of the component.')
output id string = insights.id

@description('Name of the component.')
output name string = insights.name

@description('Where telemetry is sent. Not a secret: without an identity nothing is taken.')
output connectionString string = insights.properties.ConnectionString
