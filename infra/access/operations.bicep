// Operations: dead letters, replays, lists, what has to wait, and the watch over backlogs.
// It sends to every hub (a dead letter goes back to where it came from) and looks at the end of every hub.
// The lists say the same as src/contracts/rights.ts and the triggers of its functions; test/infra compares them.

@description('Object id of its identity.')
param principalId string

@description('Event Hubs namespace.')
param namespaceName string

@description('Storage account of the mesh.')
param meshStorageName string

@description('Storage account of restricted data.')
param restrictedStorageName string

@description('Storage account of the hosts.')
param hostStorageName string

@description('Application Insights that it sends to.')
param insightsName string

module host 'grants/host.bicep' = {
  name: 'access-operations-host'
  params: {
    app: 'operations'
    principalId: principalId
    accountName: hostStorageName
    keepsCheckpoints: true
    insightsName: insightsName
  }
}

module hubs 'grants/hubs.bicep' = {
  name: 'access-operations-hubs'
  params: {
    principalId: principalId
    namespaceName: namespaceName
    receives: [
      'intents'
      'intents-priority'
      'tasks'
      'tasks-priority'
      'tasks-restricted'
      'results'
      'events'
      'dlq'
    ]
    sends: [
      'intents'
      'intents-priority'
      'tasks'
      'tasks-priority'
      'tasks-restricted'
      'results'
      'events'
      'dlq'
    ]
  }
}

module tables 'grants/tables.bicep' = {
  name: 'access-operations-tables'
  params: {
    principalId: principalId
    accountName: meshStorageName
    tables: {
      runs: 'write'
      claims: 'write'
      marks: 'write'
      letters: 'write'
      replays: 'write'
      index: 'write'
      subscriptions: 'write'
      health: 'write'
      canary: 'write'
    }
  }
}

module containers 'grants/containers.bicep' = {
  name: 'access-operations-containers'
  params: {
    principalId: principalId
    accountName: meshStorageName
    containers: {
      content: 'write'
    }
  }
}

module restricted 'grants/containers.bicep' = {
  name: 'access-operations-restricted'
  params: {
    principalId: principalId
    accountName: restrictedStorageName
    containers: {
      restricted: 'erase'
    }
  }
}

module queues 'grants/queues.bicep' = {
  name: 'access-operations-queues'
  params: {
    principalId: principalId
    accountName: meshStorageName
    sends: []
    processes: ['delayed', 'delayed-poison']
  }
}
