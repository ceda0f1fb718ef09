// API Management: what it sends to Application Insights. The gateway it may call because the gateway's built-in authentication
// names its identity (functions/auth.bicep); no role says that.

import { ROLES } from '../roles.bicep'

@description('Object id of its identity.')
param principalId string

@description('Application Insights that it sends to.')
param insightsName string

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

resource sendsTelemetry 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: insights
  name: guid(insights.id, principalId, ROLES.monitoringMetricsPublisher)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', ROLES.monitoringMetricsPublisher)
  }
}
