// Whoever deploys, as far as data goes: only what the command line needs. Everything else it asks the API for, with the roles that
// the app registration gives. `npm run mesh -- capture` reads captured files, and publishes again what it reads.

@description('Object id of whoever deploys.')
param principalId string

@description('User, or ServicePrincipal where a pipeline deploys.')
param principalType 'ServicePrincipal' | 'User' | 'Group'

@description('Storage account that Capture writes to; empty where nothing is captured.')
param captureStorageName string

@description('Event Hubs namespace.')
param namespaceName string

@description('Whether it may also publish what it reads from captured files. Off, unless somebody has that to do.')
param mayRepublish bool

module captured 'grants/containers.bicep' = if (!empty(captureStorageName)) {
  name: 'access-deployer-captured'
  params: {
    principalId: principalId
    principalType: principalType
    accountName: captureStorageName
    containers: {
      capture: 'read'
    }
  }
}

module hubs 'grants/hubs.bicep' = if (mayRepublish) {
  name: 'access-deployer-hubs'
  params: {
    principalId: principalId
    principalType: principalType
    namespaceName: namespaceName
    sends: ['intents', 'intents-priority', 'results', 'events', 'dlq']
  }
}
