// One worker as a container app: the same package, settings, identity and roles as on Flex Consumption, in an image,
// scaled on the lag of its hubs by rules that are written here.
//
// A plain container app, not kind 'functionapp': that one derives its rules from the triggers and takes none of ours
// (an override is in preview), needs ingress to do so, and its rules cannot be read or tested before it runs.
import { AppIdentity } from '../types.bicep'

@description('Name of the container app: 2 to 32 letters, digits and dashes.')
@minLength(2)
@maxLength(32)
param name string

@description('Region.')
param location string = resourceGroup().location

@description('Tags, with azd-service-name.')
param tags object

@description('Id of the environment.')
param environmentId string

@description('The identity that the app runs as, pulls its image with, and whose eyes see the lag.')
param identity AppIdentity

@description('Host of the registry.')
param registryServer string

@description('Whether the app is there already: its image is kept then.')
param exists bool = false

@description('The app\'s settings, as on Flex Consumption, AzureWebJobs.<function>.Disabled among them.')
param settings object

@description('Name of the Event Hubs namespace, without its domain.')
param eventHubsNamespace string

@description('Account of the host\'s storage: the checkpoints lie in its container azure-webjobs-eventhub.')
param hostStorageName string

@description('Storage account of the mesh: the queues lie there.')
param meshStorageName string

@description('Queues that trigger its functions.')
param queues string[] = []

@description('The hubs that the app reads, and the consumer group of each reading function.')
param reads read[]

@description('How many events may wait for one replica.')
@minValue(1)
param eventsPerReplica int = 200

@description('Replicas when nothing waits. 0: the first event after a pause waits for a start, up to a minute.')
@minValue(0)
param minReplicas int = 0

@description('Where scaling ends. More than the partitions of the busiest hub would have nothing to read.')
@minValue(1)
param maxReplicas int = 16

@description('Cores of a replica.')
param cores string = '1.0'

@description('Memory of a replica: 2 Gi for each core.')
param memory string = '2.0Gi'

@description('One function\'s hub.')
type read = {
  @description('The hub.')
  hub: string

  @description('The consumer group.')
  group: string
}

module current 'image.bicep' = {
  name: 'image-${name}'
  params: {
    appName: name
    exists: exists
  }
}

var hubRules = [
  for one in reads: {
    name: 'lag-${one.hub}'
    custom: {
      type: 'azure-eventhub'
      identity: identity.id
      metadata: {
        eventHubNamespace: eventHubsNamespace
        eventHubName: one.hub
        consumerGroup: one.group
        storageAccountName: hostStorageName
        blobContainer: 'azure-webjobs-eventhub'
        // The trigger (since version 5 of its extension) keeps its checkpoint in the metadata of
        // <namespace>/<hub>/<group>/checkpoint/<partition>; KEDA's strategy azureFunction reads an older form.
        checkpointStrategy: 'blobMetadata'
        unprocessedEventThreshold: string(eventsPerReplica)
        activationUnprocessedEventThreshold: '0'
      }
    }
  }
]

var queueRules = [
  for queue in queues: {
    name: 'length-${queue}'
    custom: {
      type: 'azure-queue'
      identity: identity.id
      metadata: {
        accountName: meshStorageName
        queueName: queue
        // As many as one replica takes at a time: queues.batchSize in host.json.
        queueLength: '16'
        activationQueueLength: '0'
      }
    }
  }
]

resource app 'Microsoft.App/containerApps@2025-07-01' = {
  name: name
  location: location
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    environmentId: environmentId
    workloadProfileName: 'Consumption'
    configuration: {
      // One revision at a time: two would share checkpoints, which is right, but also hold partitions of each other.
      activeRevisionsMode: 'Single'
      // No ingress: a worker is called by nobody.
      registries: [
        {
          server: registryServer
          identity: identity.id
        }
      ]
    }
    template: {
      // Batches in flight may end (functionTimeout of host.json is longer; the marks take care of the rest).
      terminationGracePeriodSeconds: 120
      containers: [
        {
          name: 'functions'
          image: current.outputs.image
          resources: {
            cpu: json(cores)
            memory: memory
          }
          env: map(items(settings), setting => {
            name: setting.key
            value: string(setting.value)
          })
        }
      ]
      scale: {
        minReplicas: minReplicas
        maxReplicas: maxReplicas
        pollingInterval: 15
        cooldownPeriod: 300
        rules: concat(hubRules, queueRules)
      }
    }
  }
}

@description('Name of the container app.')
output name string = app.name

@description('Id of the container app.')
output id string = app.id
