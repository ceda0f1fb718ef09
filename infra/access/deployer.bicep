// Whoever deploys, while they are to publish again what was captured (npm run mesh -- capture … replay). Off, unless somebody has
// that to do. What they may do with captured files is in storage/capture.bicep, since hubs cannot be made without it; everything
// else the command line asks the API for, with the roles that the app registration gives.

@description('Object id of whoever deploys.')
param principalId string

@description('User, or ServicePrincipal where a pipeline deploys.')
param principalType 'ServicePrincipal' | 'User' | 'Group'

@description('Event Hubs namespace.')
param namespaceName string

module hubs 'grants/hubs.bicep' = {
  name: 'access-deployer-hubs'
  params: {
    principalId: principalId
    principalType: principalType
    namespaceName: namespaceName
    sends: ['intents', 'intents-priority', 'results', 'events', 'dlq']
  }
}
