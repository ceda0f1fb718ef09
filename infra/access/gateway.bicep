// The gateway: takes intents and commands in, answers what became of them. It reads no hub, and no restricted data: it only puts
// that away.
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
  name: 'access-gateway-host'
  params: {
    app: 'gateway'
    principalId: principalId
    accountName: hostStorageName
    keepsCheckpoints: false
    insightsName: insightsName
  }
}

module hubs 'grants/hubs.bicep' = {
  name: 'access-gateway-hubs'
  params: {
    principalId: principalId
    namespaceName: namespaceName
    receives: []
    sends: ['intents', 'intents-priority', 'results']
  }
}

module tables 'grants/tables.bicep' = {
  name: 'access-gateway-tables'
  params: {
    principalId: principalId
    accountName: meshStorageName
    tables: {
      runs: 'read'
      index: 'read'
      letters: 'read'
      replays: 'write'
      subscriptions: 'write'
      health: 'read'
      canary: 'read'
    }
  }
}

module containers 'grants/containers.bicep' = {
  name: 'access-gateway-containers'
  params: {
    principalId: principalId
    accountName: meshStorageName
    containers: {
      content: 'write'
    }
  }
}

module restricted 'grants/containers.bicep' = {
  name: 'access-gateway-restricted'
  params: {
    principalId: principalId
    accountName: restrictedStorageName
    containers: {
      restricted: 'create'
    }
  }
}
