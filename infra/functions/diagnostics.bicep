// Logs of all function apps to the workspace.

@description('Names of the apps.')
param appNames string[]

@description('Id of the Log Analytics workspace.')
param workspaceId string

module diagnostics '../monitoring/diagnostics-function-app.bicep' = [
  for (name, index) in appNames: {
    name: 'diagnostics-app-${index}'
    params: { appName: name, workspaceId: workspaceId }
  }
]
