// Logs of a function app: what its host says, and whom its built-in authentication refused.
// What the functions themselves say goes to Application Insights.

@description('Name of the function app.')
param appName string

@description('Id of the Log Analytics workspace.')
param workspaceId string

resource app 'Microsoft.Web/sites@2025-03-01' existing = {
  name: appName
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: app
  properties: {
    workspaceId: workspaceId
    // The group, not names: which categories there are depends on the plan.
    logs: [{ categoryGroup: 'allLogs', enabled: true }]
  }
}
