// What API Management writes to Application Insights: that a call was made, how it ended and how long it took. No
// bodies, no headers but the correlation id, no query that holds a key, no address of a person.
import { AppIdentity, ApiManagementSku } from '../types.bicep'
import { KEY_HEADER, KEY_QUERY } from 'policy.bicep'

@description('Name of the API Management service.')
param serviceName string

@description('Its tier: Consumption has no resource logs.')
param sku ApiManagementSku

@description('Id of the Application Insights resource.')
param insightsId string

@description('Its connection string: an address, since it takes no keys.')
param insightsConnectionString string

@description('Identity that writes: needs Monitoring Metrics Publisher there.')
param identity AppIdentity

@description('Share of calls that are written, in percent. Faults are always written.')
@minValue(0)
@maxValue(100)
param samplingPercentage int = 100

var hasResourceLogs = loadJsonContent('tiers.json')[sku].resourceLogs

// Bodies are data of business: none of them, in no direction.
var NO_BODY = {
  bytes: 0
}

// Only this header, and what is masked stays masked wherever a header or a query is written.
var SIDE = {
  headers: [
    'x-correlation-id'
  ]
  body: NO_BODY
  dataMasking: {
    headers: map(['Authorization', 'x-mesh-authorization', KEY_HEADER], header => {
      value: header
      mode: 'Hide'
    })
    queryParams: [
      {
        value: KEY_QUERY
        mode: 'Hide'
      }
    ]
  }
}

resource service 'Microsoft.ApiManagement/service@2024-05-01' existing = {
  name: serviceName
}

resource logger 'Microsoft.ApiManagement/service/loggers@2024-05-01' = {
  parent: service
  name: 'application-insights'
  properties: {
    loggerType: 'applicationInsights'
    description: 'Written to with the identity of API Management.'
    resourceId: insightsId
    credentials: {
      connectionString: insightsConnectionString
      identityClientId: identity.clientId
    }
    isBuffered: true
  }
}

resource insights 'Microsoft.ApiManagement/service/diagnostics@2024-05-01' = {
  parent: service
  name: 'applicationinsights'
  properties: {
    loggerId: logger.id
    alwaysLog: 'allErrors'
    // traceparent goes through, so that a call and what the mesh makes of it are one trace.
    httpCorrelationProtocol: 'W3C'
    logClientIp: false
    metrics: true
    verbosity: 'information'
    operationNameFormat: 'Name'
    sampling: {
      samplingType: 'fixed'
      percentage: samplingPercentage
    }
    frontend: {
      request: SIDE
      response: SIDE
    }
    backend: {
      request: SIDE
      response: SIDE
    }
  }
}

resource azureMonitor 'Microsoft.ApiManagement/service/loggers@2024-05-01' = if (hasResourceLogs) {
  parent: service
  name: 'azuremonitor'
  properties: {
    loggerType: 'azureMonitor'
    isBuffered: true
  }
}

// The same for the resource logs: what is not said here is logged by what the platform thinks best.
resource logs 'Microsoft.ApiManagement/service/diagnostics@2024-05-01' = if (hasResourceLogs) {
  parent: service
  name: 'azuremonitor'
  properties: {
    loggerId: azureMonitor.id
    alwaysLog: 'allErrors'
    logClientIp: false
    verbosity: 'information'
    sampling: {
      samplingType: 'fixed'
      percentage: 100
    }
    frontend: {
      request: SIDE
      response: SIDE
    }
    backend: {
      request: SIDE
      response: SIDE
    }
  }
}

@description('The diagnostics that are on, and the loggers that they write to: an API may have its own in their place.')
output diagnostics { name: string, loggerId: string }[] = concat(
  [{ name: insights.name, loggerId: logger.id }],
  hasResourceLogs ? [{ name: logs.name, loggerId: azureMonitor.id }] : []
)
