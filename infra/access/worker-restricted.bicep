// The worker for restricted data: the same, on a hub and with an identity of its own.
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
  name: 'access-worker-restricted-host'
  params: {
    app: 'worker-restricted'
    principalId: principalId
    accountName: hostStorageName
    keepsCheckpoints: true
    insightsName: insightsName
  }
}

module hubs 'grants/hubs.bicep' = {
  name: 'access-worker-restricted-hubs'
  params: {
    principalId: principalId
    namespaceName: namespaceName
    receives: ['tasks-restricted']
    sends: ['results', 'dlq']
  }
}

module tables 'grants/tables.bicep' = {
  name: 'access-worker-restricted-tables'
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
  name: 'access-worker-restricted-containers'
  params: {
    principalId: principalId
    accountName: meshStorageName
    containers: {
      content: 'write'
    }
  }
}

module restricted 'grants/containers.bicep' = {
  name: 'access-worker-restricted-restricted'
  params: {
    principalId: principalId
    accountName: restrictedStorageName
    containers: {
      restricted: 'use'
    }
  }
}

module queues 'grants/queues.bicep' = {
  name: 'access-worker-restricted-queues'
  params: {
    principalId: principalId
    accountName: meshStorageName
    sends: ['delayed']
    processes: []
  }
}
