// The shapes that modules pass to each other. What an environment's file may say is `EnvironmentSize`.

@export()
@description('How large an environment is: infra/environments/*.json. One number in one file changes it.')
type EnvironmentSize = {
  eventHubs: EventHubsSize
  capture: CaptureSize
  storage: StorageSize
  @description('By app: gateway, planner, worker, workerRestricted, operations, canary.')
  apps: {
    gateway: AppSize
    planner: AppSize
    worker: AppSize
    workerRestricted: AppSize
    operations: AppSize
    canary: AppSize
  }
  timers: TimersSize
  apiManagement: ApiManagementSize
  monitoring: MonitoringSize
  budget: {
    @description('What a month may cost, in the currency of the subscription. Alerts only; nothing is switched off.')
    amountPerMonth: int
  }
}

@export()
type EventHubsSize = {
  @description('Throughput units at rest (Standard). One is 1 MB/s or 1,000 events/s in.')
  throughputUnits: int
  @description('Where auto-inflate stops (Standard).')
  maximumThroughputUnits: int
  @description('Processing units, where the tier is Premium: 1, 2, 4, 8 or 16.')
  processingUnits: int
  @description('How long hubs keep events, in hours. Standard keeps 168 at most.')
  retentionHours: int
  @description('Partitions of hubs with much and with little traffic. Standard cannot change them later.')
  partitions: {
    busy: int
    quiet: int
  }
}

@export()
type CaptureSize = {
  @description('Whether hubs that audit needs are captured to storage.')
  enabled: bool
  @description('How often captured files are copied. RAGZRS keeps a copy that can be read in the paired region: what is left when a region is lost.')
  redundancy: 'Standard_LRS' | 'Standard_ZRS' | 'Standard_GZRS' | 'Standard_RAGZRS'
  @description('After how many days captured files are moved to the cool tier.')
  coolAfterDays: int
  @description('After how many days captured files are deleted.')
  deleteAfterDays: int
}

@export()
type StorageSize = {
  @description('How often data is copied.')
  redundancy: 'Standard_LRS' | 'Standard_ZRS' | 'Standard_GZRS' | 'Standard_RAGZRS'
  @description('For how many days what was deleted can be brought back.')
  softDeleteDays: int
}

@export()
type AppSize = {
  @description('Memory of one instance, in MB.')
  memoryMB: 512 | 2048 | 4096
  @description('Where scaling out stops. 40 is the least that the platform takes.')
  maximumInstances: int
  @description('Instances that are always there. Used by the gateway only, for HTTP; at least 2 where zones are asked for.')
  alwaysReady: int
  @description('Spread over availability zones. Azure then keeps two instances ready for each function of the app, and bills them.')
  zoneRedundant: bool
}

@export()
@description('How often timers look for work, in seconds: a divisor of 60, or whole minutes. Flex Consumption bills each look a second at least.')
type TimersSize = {
  @description('The planner: runs that are silent or past their deadline.')
  checkSeconds: int
  @description('The replayer: dead letters to bring back.')
  replaySeconds: int
  @description('The monitor: how far readers are behind.')
  monitorSeconds: int
}

@export()
type ApiManagementSize = {
  @description('Tier, where the parameter apiManagementSku does not say another.')
  sku: ApiManagementSku
  @description('Units of it.')
  units: int
}

@export()
type ApiManagementSku = 'Consumption' | 'BasicV2' | 'StandardV2' | 'PremiumV2'

@export()
type MonitoringSize = {
  @description('For how many days logs are kept.')
  retentionDays: int
  @description('Where a day of logs is cut off, in GB; -1 for no limit.')
  dailyCapGb: int
}

@export()
@description('An identity that an app runs as.')
type AppIdentity = {
  @description('Resource id, for `userAssignedIdentities`.')
  id: string
  @description('Name of the resource.')
  name: string
  @description('Object id, for role assignments.')
  principalId: string
  @description('Client id, for settings and allow lists.')
  clientId: string
}

@export()
@description('Everybody who runs as somebody.')
type Identities = {
  gateway: AppIdentity
  planner: AppIdentity
  worker: AppIdentity
  workerRestricted: AppIdentity
  operations: AppIdentity
  @description('It has no rights where the app is not deployed.')
  canary: AppIdentity
  @description('API Management, towards the gateway and Application Insights.')
  apiManagement: AppIdentity
  @description('Event Hubs, when it writes captured files.')
  capture: AppIdentity
}

@export()
@description('A storage account as others need it. All empty: it was not made.')
type Account = {
  id: string
  name: string
  @description('Address of its blobs. No address has a slash at the end; the code puts it itself.')
  blobEndpoint: string
  @description('Address of its tables.')
  tableEndpoint: string
  @description('Address of its queues.')
  queueEndpoint: string
}

@export()
@description('A service as others name it.')
type Named = {
  id: string
  name: string
}

@export()
@description('`write` includes reading and deleting: Azure has no role between them for tables.')
type Access = 'read' | 'write'

@export()
@description('Access by the name of a table, as in src/contracts/rights.ts.')
type AccessByName = {
  *: Access
}

@description('`create` puts what cannot be read again, `use` reads and puts, `erase` finds and deletes without reading.')
type ContainerAccess = 'read' | 'write' | 'create' | 'use' | 'erase'

@export()
@description('Access by the name of a container, as in src/contracts/rights.ts.')
type ContainerAccessByName = {
  *: ContainerAccess
}

@export()
@description('A key of one\'s own that data is encrypted with.')
type EncryptionKey = {
  @description('Address of the vault, with https.')
  vaultUri: string
  @description('Name of the key. Its newest version is used.')
  keyName: string
  @description('Resource id of the identity that may wrap and unwrap with it.')
  identityId: string
}
