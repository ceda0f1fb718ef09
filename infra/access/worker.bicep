// The worker: reads tasks, performs skills, tells their results. The tables ledger and orders are what its sample agents write into.
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
  name: 'access-worker-host'
  params: {
    app: 'worker'
    principalId: principalId
    accountName: hostStorageName
    keepsCheckpoints: true
    insightsName: insightsName
  }
}

module hubs 'grants/hubs.bicep' = {
  name: 'access-worker-hubs'
  params: {
    principalId: principalId
    namespaceName: namespaceName
    receives: ['tasks', 'tasks-priority']
    sends: ['results', 'dlq']
  }
}

module tables 'grants/tables.bicep' = {
  name: 'access-worker-tables'
  params: {
    principalId: principalId
    accountName: meshStorageName
    tables: {
      claims: 'write'
      marks: 'write'
      ledger: 'write'
      orders: 'write'
    }
  }
}

module containers 'grants/containers.bicep' = {
  name: 'access-worker-containers'
  params: {
    principalId: principalId
    accountName: meshStorageName
    containers: {
      content: 'write'
    }
  }
}

module queues 'grants/queues.bicep' = {
  name: 'access-worker-queues'
  params: {
    principalId: principalId
    accountName: meshStorageName
    sends: ['delayed']
    processes: ['long-tasks', 'long-tasks-poison']
  }
}
