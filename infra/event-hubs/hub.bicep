// One hub with its consumer groups, captured or not.

@description('Namespace that it is in.')
param namespaceName string

@description('Name of the hub.')
param name string

@description('Partitions. Standard cannot change them later.')
@minValue(1)
@maxValue(32)
param partitions int

@description('Consumer groups beside $Default.')
param groups array

@description('How long events are kept, in hours.')
param retentionHours int

@description('Where Capture writes, and as whom; absent: the hub is not captured.')
param capture { accountId: string, container: string, identityId: string }?

resource namespace 'Microsoft.EventHub/namespaces@2024-01-01' existing = {
  name: namespaceName
}

resource hub 'Microsoft.EventHub/namespaces/eventhubs@2024-01-01' = {
  parent: namespace
  name: name
  properties: {
    partitionCount: partitions
    retentionDescription: {
      cleanupPolicy: 'Delete'
      retentionTimeInHours: retentionHours
    }
    captureDescription: capture == null
      ? null
      : {
          enabled: true
          encoding: 'Avro'
          intervalInSeconds: 300
          sizeLimitInBytes: 104857600
          skipEmptyArchives: true
          destination: {
            name: 'EventHubArchive.AzureBlockBlob'
            identity: {
              type: 'UserAssigned'
              userAssignedIdentity: capture!.identityId
            }
            properties: {
              storageAccountResourceId: capture!.accountId
              blobContainer: capture!.container
              archiveNameFormat: '{Namespace}/{EventHub}/{PartitionId}/{Year}/{Month}/{Day}/{Hour}/{Minute}/{Second}'
            }
          }
        }
  }
}

// One after the other: a hub that is being changed refuses a second change.
@batchSize(1)
resource consumerGroups 'Microsoft.EventHub/namespaces/eventhubs/consumergroups@2024-01-01' = [
  for group in groups: {
    parent: hub
    name: group
  }
]
