// Logs of the Container Apps environment: what the workers' hosts print, and what the platform did with them (KEDA's scaling too).
// The environment's own log destination must be 'azure-monitor': with 'log-analytics' it would ask for the workspace's key.

@description('Name of the Container Apps environment.')
param environmentName string

@description('Id of the Log Analytics workspace.')
param workspaceId string

resource environmentOfWorkers 'Microsoft.App/managedEnvironments@2025-01-01' existing = {
  name: environmentName
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: environmentOfWorkers
  properties: {
    workspaceId: workspaceId
    logs: [
      { category: 'ContainerAppConsoleLogs', enabled: true }
      { category: 'ContainerAppSystemLogs', enabled: true }
    ]
  }
}
