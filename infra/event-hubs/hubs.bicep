// The hubs. A Standard namespace has ten at most, with 20 consumer groups each.
//
// Consumer groups: one per reading function (src/functions/readers.ts), `observability` for whoever looks on, `canary` for the
// next build, which reads along before it takes over.
//
// Captured is what an audit asks for: what was wanted (intents), what became of it and who decided (results: outcomes, answers,
// cancellations), what the world was told (events), and what failed, whole (dlq). Not captured are the tasks: the plan that is
// kept with the run says what they were, their outcomes are in results, and restricted ones must not leave traces anywhere.

import { EventHubsSize } from '../types.bicep'

@description('Namespace that they are in.')
param namespaceName string

@description('Partitions and retention.')
param size EventHubsSize

@description('Whether hubs that audit needs are captured.')
param captureEnabled bool

@description('Resource id of the storage account that Capture writes to.')
param captureAccountId string

@description('Container that Capture writes to.')
param captureContainer string

@description('Resource id of the identity that Capture writes as. It must be able to write there already.')
param captureIdentityId string

@export()
@description('Each hub: how much traffic it has, who reads it, whether it is captured.')
var HUBS = [
  { name: 'intents', traffic: 'busy', groups: ['planner', 'observability', 'canary'], captured: true }
  { name: 'intents-priority', traffic: 'quiet', groups: ['planner', 'observability', 'canary'], captured: true }
  { name: 'tasks', traffic: 'busy', groups: ['worker', 'observability', 'canary'], captured: false }
  { name: 'tasks-priority', traffic: 'quiet', groups: ['worker', 'observability', 'canary'], captured: false }
  { name: 'tasks-restricted', traffic: 'quiet', groups: ['worker-restricted', 'observability', 'canary'], captured: false }
  { name: 'results', traffic: 'busy', groups: ['planner', 'observability', 'canary'], captured: true }
  { name: 'events', traffic: 'quiet', groups: ['index', 'notifier', 'eraser', 'observability', 'canary'], captured: true }
  { name: 'dlq', traffic: 'quiet', groups: ['letters', 'observability', 'canary'], captured: true }
]

module hubs 'hub.bicep' = [
  for hub in HUBS: {
    name: 'hub-${hub.name}'
    params: {
      namespaceName: namespaceName
      name: hub.name
      partitions: hub.traffic == 'busy' ? size.partitions.busy : size.partitions.quiet
      groups: hub.groups
      retentionHours: size.retentionHours
      capture: captureEnabled && hub.captured
        ? { accountId: captureAccountId, container: captureContainer, identityId: captureIdentityId }
        : null
    }
  }
]

@description('The hubs that were made.')
output hubs array = HUBS
