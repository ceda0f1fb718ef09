// The canary: reads what the others read, with the next build, and says what it would do. It sends nothing, and
// writes nothing but the sums of what it compared.
// The lists say the same as src/contracts/rights.ts and the triggers of its functions; test/infra compares them.

@description('Object id of its identity.')
param principalId string

@description('Event Hubs namespace.')
param namespaceName string

@description('Storage account of the mesh.')
param meshStorageName string

@description('Storage account of the hosts.')
param hostStorageName string

@description('Application Insights that it sends to.')
param insightsName string

module host 'grants/host.bicep' = {
  name: 'access-canary-host'
  params: {
    app: 'canary'
    principalId: principalId
    accountName: hostStorageName
    keepsCheckpoints: true
    insightsName: insightsName
  }
}

module hubs 'grants/hubs.bicep' = {
  name: 'access-canary-hubs'
  params: {
    principalId: principalId
    namespaceName: namespaceName
    receives: ['intents', 'intents-priority', 'tasks', 'tasks-priority', 'results']
    sends: []
  }
}

module tables 'grants/tables.bicep' = {
  name: 'access-canary-tables'
  params: {
    principalId: principalId
    accountName: meshStorageName
    tables: {
      runs: 'read'
      canary: 'write'
    }
  }
}

module containers 'grants/containers.bicep' = {
  name: 'access-canary-containers'
  params: {
    principalId: principalId
    accountName: meshStorageName
    containers: {
      content: 'read'
    }
  }
}
