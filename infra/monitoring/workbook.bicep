// The workbook of the mesh. It is made in workbook.json; words between underscores are put in here.
// To change it: edit it in the portal, open its advanced editor, and bring the JSON back with those words in their places.

@description('Name that the portal shows.')
param displayName string

@description('Where it is.')
param location string

@description('Tags of the environment.')
param tags object

@description('Id of the Log Analytics workspace.')
param workspaceId string

@description('Id of the Event Hubs namespace.')
param eventHubsNamespaceId string

@description('Id of the API Management service.')
param apiManagementId string

@description('Cost of the environment a month, from docs/cost.md: what the cost of an intent is computed from until somebody types the bill.')
param monthlyCost int

@description('Address of docs/operations in the repository.')
param runbookUrl string

var WORDS = {
  __WORKSPACE__: workspaceId
  __EVENT_HUBS__: eventHubsNamespaceId
  __API_MANAGEMENT__: apiManagementId
  __MONTHLY_COST__: string(monthlyCost)
  __RUNBOOK__: runbookUrl
}

resource workbook 'Microsoft.Insights/workbooks@2022-04-01' = {
  name: guid(resourceGroup().id, 'mesh-workbook')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: displayName
    category: 'workbook'
    sourceId: workspaceId
    serializedData: reduce(items(WORDS), loadTextContent('workbook.json'), (text, word) => replace(text, word.key, word.value))
  }
}

@description('Id of the workbook.')
output id string = workbook.id
