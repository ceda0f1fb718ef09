// Logs of the Event Hubs namespace: who changed it, scaling, capture failures, refused connections. No events.
// Metrics are not copied into the workspace: alerts and the workbook read them where Azure keeps them, for nothing.

@description('Name of the Event Hubs namespace.')
param namespaceName string

@description('Id of the Log Analytics workspace.')
param workspaceId string

resource namespace 'Microsoft.EventHub/namespaces@2024-01-01' existing = {
  name: namespaceName
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: namespace
  properties: {
    workspaceId: workspaceId
    logAnalyticsDestinationType: 'Dedicated'
    logs: [{ categoryGroup: 'allLogs', enabled: true }]
  }
}
