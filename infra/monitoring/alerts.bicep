// What somebody must know of, as two tables: QUERIES for what the mesh tells itself (its metrics, and the logs of
// API Management), METRICS for what Azure measures. A line in a table is an alert; its name is the name of its page
// in docs/operations/alerts/, and of its query in queries/.
//
// Thresholds by size are in thresholds.json. One environment's own go into `overrides`:
//   { backlog: { threshold: 50000, severity: 1 }, 'api-capacity': { enabled: false } }

@description('What one environment has otherwise than its size.')
type Override = {
  @description('Above it (for silence: below it) the alert fires.')
  threshold: int?

  @description('0 critical, 1 error, 2 warning, 3 information.')
  @minValue(0)
  @maxValue(4)
  severity: int?

  @description('How far back it looks, ISO 8601.')
  window: string?

  @description('How often it looks, ISO 8601; not longer than the window.')
  every: string?

  @description('false: it does not look.')
  enabled: bool?
}

@description('Name of the environment: alerts are named alert-<what>-<environment>.')
param environmentName string

@description('Where the rules are. Rules on metrics are global.')
param location string

@description('Tags of the environment.')
param tags object

@description('Size of the environment; thresholds.json has its thresholds.')
@allowed(['dev', 'test', 'prod'])
param size string

@description('Id of the Log Analytics workspace.')
param workspaceId string

@description('Id of the Event Hubs namespace.')
param eventHubsNamespaceId string

@description('Ids of the storage accounts that the mesh works on.')
param storageAccountIds string[]

@description('Id of the API Management service.')
param apiManagementId string

@description('Tier of the API Management service: tiers differ in what they measure.')
param apiManagementSku string

@description('Whether Event Hubs Capture is on.')
param capture bool = true

@description('Addresses that are mailed. With none the alerts still fire and are seen in the portal.')
param emails string[] = []

@description('Address of docs/operations in the repository; each alert links to its page below it.')
param runbookUrl string

@description('What this environment has otherwise than its size, by name of the alert.')
param overrides { *: Override } = {}

var THRESHOLDS = loadJsonContent('thresholds.json')[size]
var IS_CONSUMPTION = apiManagementSku == 'Consumption'
var IS_V2 = endsWith(apiManagementSku, 'V2')

// Each query answers rows with a column Value, one row for each combination of its dimensions.
var QUERIES = [
  {
    name: 'backlog'
    means: 'Events of a hub have waited for their reader in great number for a quarter of an hour.'
    query: loadTextContent('queries/backlog.kql')
    dimensions: ['Hub', 'Group']
    severity: 2
    window: 'PT15M'
  }
  {
    name: 'oldest-event'
    means: 'The oldest unread event of a hub has waited too long: work that was accepted is not being done in time.'
    query: loadTextContent('queries/oldest-event.kql')
    dimensions: ['Hub', 'Group']
    severity: 1
    window: 'PT15M'
  }
  {
    name: 'dead-letters'
    means: 'Too large a part of what is attempted becomes a dead letter.'
    query: loadTextContent('queries/dead-letters.kql')
    dimensions: []
    severity: 1
    window: 'PT15M'
  }
  {
    name: 'letters-parked'
    means: 'Dead letters are parked: their replays failed, and they wait for a person.'
    query: loadTextContent('queries/letters-parked.kql')
    dimensions: []
    severity: 2
    window: 'PT30M'
  }
  {
    name: 'replays-failed'
    means: 'Replays bring dead letters back that fail again.'
    query: loadTextContent('queries/replays-failed.kql')
    dimensions: ['Outcome']
    severity: 2
    window: 'PT1H'
  }
  {
    name: 'requests-refused'
    means: 'Callers are refused more often than usual, all with one status.'
    query: loadTextContent('queries/requests-refused.kql')
    dimensions: ['Status']
    severity: 3
    window: 'PT15M'
  }
  {
    name: 'webhooks-failing'
    means: 'Subscribers do not take what they asked to be told: deliveries were given up.'
    query: loadTextContent('queries/webhooks-failing.kql')
    dimensions: ['Outcome']
    severity: 3
    window: 'PT1H'
  }
  {
    name: 'silence'
    means: 'The monitor function has not reported: backlog, age and dead letters are not being watched.'
    query: loadTextContent('queries/silence.kql')
    dimensions: []
    severity: 1
    window: size == 'dev' ? 'PT15M' : 'PT10M'
    operator: 'LessThan'
  }
  {
    name: 'availability'
    means: 'So many requests fail on our side that the month\'s error budget will not last.'
    query: IS_CONSUMPTION ? loadTextContent('queries/availability-consumption.kql') : loadTextContent('queries/availability.kql')
    dimensions: []
    severity: 1
    window: 'PT1H'
  }
  {
    name: 'acceptance-latency'
    means: 'Of a hundred intents the slowest takes too long to be accepted.'
    query: IS_CONSUMPTION ? loadTextContent('queries/acceptance-latency-consumption.kql') : loadTextContent('queries/acceptance-latency.kql')
    dimensions: []
    severity: 2
    window: 'PT15M'
  }
  {
    name: 'telemetry-capped'
    means: 'The daily cap of the workspace was reached: until tomorrow nothing is taken in, and the alerts on it see nothing.'
    query: loadTextContent('queries/telemetry-capped.kql')
    dimensions: []
    severity: 2
    window: 'PT1H'
  }
]

var EVENT_HUBS = [
  {
    name: 'event-hubs-throttled'
    means: 'Event Hubs refuses requests because the namespace has too few throughput units.'
    resource: eventHubsNamespaceId
    namespace: 'Microsoft.EventHub/namespaces'
    metric: 'ThrottledRequests'
    aggregation: 'Total'
    dimensions: []
    severity: 1
    window: 'PT5M'
  }
]

var CAPTURE = [
  {
    name: 'capture-backlog'
    means: 'Capture falls behind: bytes that the audit needs are not in storage yet, and are lost if retention ends first.'
    resource: eventHubsNamespaceId
    namespace: 'Microsoft.EventHub/namespaces'
    metric: 'CaptureBacklog'
    aggregation: 'Total'
    dimensions: [{ name: 'EntityName', operator: 'Include', values: ['*'] }]
    severity: 2
    window: 'PT30M'
  }
]

var STORAGE = [
  for id in storageAccountIds: {
    name: 'storage-throttled'
    of: last(split(id, '/'))
    means: 'A storage account refuses requests because it is asked too often.'
    resource: id
    namespace: 'Microsoft.Storage/storageAccounts'
    metric: 'Transactions'
    aggregation: 'Total'
    dimensions: [
      {
        name: 'ResponseType'
        operator: 'Include'
        values: ['ServerBusyError', 'ClientThrottlingError', 'ClientAccountRequestThrottlingError', 'ClientAccountBandwidthThrottlingError']
      }
    ]
    severity: 1
    window: 'PT5M'
  }
]

var API = [
  {
    name: 'api-failures'
    means: 'API Management answers callers with 5xx.'
    resource: apiManagementId
    namespace: 'Microsoft.ApiManagement/service'
    metric: 'Requests'
    aggregation: 'Total'
    dimensions: [{ name: 'GatewayResponseCodeCategory', operator: 'Include', values: ['5xx'] }]
    severity: 1
    window: 'PT5M'
  }
]

// The v2 tiers measure their gateway's processor, the classic ones a capacity, Consumption neither.
var API_CAPACITY = [
  {
    name: 'api-capacity'
    means: 'API Management works near the limit of its units.'
    resource: apiManagementId
    namespace: 'Microsoft.ApiManagement/service'
    metric: IS_V2 ? 'CpuPercent_Gateway' : 'Capacity'
    aggregation: 'Average'
    dimensions: []
    severity: 2
    window: 'PT15M'
  }
]

var METRICS = concat(EVENT_HUBS, capture ? CAPTURE : [], STORAGE, API, IS_CONSUMPTION ? [] : API_CAPACITY)

module group 'action-group.bicep' = {
  name: 'action-group'
  params: {
    name: 'ag-mesh-${environmentName}'
    shortName: take('mesh-${environmentName}', 12)
    tags: tags
    emails: emails
  }
}

resource queryAlerts 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for alert in QUERIES: {
    name: 'alert-${alert.name}-${environmentName}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: 'Mesh ${environmentName}: ${alert.name}'
      description: '${alert.means} ${runbookUrl}/alerts/${alert.name}.md'
      enabled: overrides[?alert.name].?enabled ?? true
      severity: overrides[?alert.name].?severity ?? alert.severity
      scopes: [workspaceId]
      evaluationFrequency: overrides[?alert.name].?every ?? THRESHOLDS.every
      windowSize: overrides[?alert.name].?window ?? alert.window
      criteria: {
        allOf: [
          {
            query: alert.query
            metricMeasureColumn: 'Value'
            timeAggregation: 'Maximum'
            dimensions: [for dimension in alert.dimensions: { name: dimension, operator: 'Include', values: ['*'] }]
            operator: alert.?operator ?? 'GreaterThan'
            threshold: overrides[?alert.name].?threshold ?? THRESHOLDS[alert.name]
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      autoMitigate: true
      // A new workspace has no table of API Management until the first request, and would refuse the query.
      skipQueryValidation: true
      actions: {
        actionGroups: [group.outputs.id]
        customProperties: { runbook: '${runbookUrl}/alerts/${alert.name}.md' }
      }
    }
  }
]

resource metricAlerts 'Microsoft.Insights/metricAlerts@2018-03-01' = [
  for alert in METRICS: {
    name: 'alert-${alert.name}-${alert.?of ?? environmentName}'
    location: 'global'
    tags: tags
    properties: {
      description: '${alert.means} ${runbookUrl}/alerts/${alert.name}.md'
      enabled: overrides[?alert.name].?enabled ?? true
      severity: overrides[?alert.name].?severity ?? alert.severity
      scopes: [alert.resource]
      evaluationFrequency: overrides[?alert.name].?every ?? 'PT5M'
      windowSize: overrides[?alert.name].?window ?? alert.window
      criteria: {
        'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
        allOf: [
          {
            criterionType: 'StaticThresholdCriterion'
            name: alert.name
            metricNamespace: alert.namespace
            metricName: alert.metric
            timeAggregation: alert.aggregation
            dimensions: alert.dimensions
            operator: 'GreaterThan'
            threshold: overrides[?alert.name].?threshold ?? THRESHOLDS[alert.name]
            // A service that has just been made has not measured anything yet.
            skipMetricValidation: true
          }
        ]
      }
      autoMitigate: true
      actions: [
        {
          actionGroupId: group.outputs.id
          webHookProperties: { runbook: '${runbookUrl}/alerts/${alert.name}.md' }
        }
      ]
    }
  }
]

@description('Id of the action group, for alerts of your own.')
output actionGroupId string = group.outputs.id

@description('Names of the alerts.')
output names string[] = [for alert in concat(QUERIES, METRICS): alert.name]
