// Logs of API Management: one line a request (ApiManagementGatewayLogs), which acceptance latency and availability
// are computed from. Bodies and headers are in it only where an API's diagnostics ask for them; ours ask for none.
// The Consumption tier has no such logs: there, Application Insights tells.

@description('Name of the API Management service.')
param serviceName string

@description('Tier of the service.')
param sku string

@description('Id of the Log Analytics workspace.')
param workspaceId string

resource service 'Microsoft.ApiManagement/service@2024-05-01' existing = {
  name: serviceName
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = if (sku != 'Consumption') {
  name: 'to-workspace'
  scope: service
  properties: {
    workspaceId: workspaceId
    // Not AzureDiagnostics: the queries read the table of its own.
    logAnalyticsDestinationType: 'Dedicated'
    logs: [{ category: 'GatewayLogs', enabled: true }]
  }
}
