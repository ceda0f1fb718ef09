// The planner: reads intents and results, keeps runs, sends tasks out.
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
  name: 'access-planner-host'
  params: {
    app: 'planner'
    principalId: principalId
    accountName: hostStorageName
    keepsCheckpoints: true
    insightsName: insightsName
  }
}

module hubs 'grants/hubs.bicep' = {
  name: 'access-planner-hubs'
  params: {
    principalId: principalId
    namespaceName: namespaceName
    receives: ['intents', 'intents-priority', 'results']
    sends: ['tasks', 'tasks-priority', 'tasks-restricted', 'results', 'events', 'dlq']
  }
}

module tables 'grants/tables.bicep' = {
  name: 'access-planner-tables'
  params: {
    principalId: principalId
    accountName: meshStorageName
    tables: {
      runs: 'write'
      claims: 'write'
      marks: 'write'
    }
  }
}

module containers 'grants/containers.bicep' = {
  name: 'access-planner-containers'
  params: {
    principalId: principalId
    accountName: meshStorageName
    containers: {
      content: 'write'
    }
  }
}
