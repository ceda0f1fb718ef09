// What callers subscribe to. Each product is a kind of caller with a quota of its own; what a caller may do is decided
// by the roles in its token, not by its product.
import { ApiLimits, filledIn } from 'policy.bicep'

@description('Name of the API Management service.')
param serviceName string

@description('Name of the API that the products give access to.')
param apiName string

@description('What callers may do at most.')
param limits ApiLimits

// 30 days: the quota of a subscription begins anew that often, counted from when it began.
var PERIOD_SECONDS = 2592000

var PRODUCTS = [
  {
    name: 'makers'
    title: 'Mesh for makers'
    description: 'For flows and apps of Power Platform: submit intents, wait for results, answer approvals.'
    calls: limits.quotas.makers
  }
  {
    name: 'applications'
    title: 'Mesh for applications'
    description: 'For systems that send many intents and read what became of them.'
    calls: limits.quotas.applications
  }
  {
    name: 'operators'
    title: 'Mesh for operators'
    description: 'For those who run the mesh: dead letters, replays, the command line.'
    calls: limits.quotas.operators
  }
]

resource service 'Microsoft.ApiManagement/service@2024-05-01' existing = {
  name: serviceName
}

resource products 'Microsoft.ApiManagement/service/products@2024-05-01' = [
  for product in PRODUCTS: {
    parent: service
    name: product.name
    properties: {
      displayName: product.title
      description: product.description
      subscriptionRequired: true
      // Whoever runs the API gives the keys out.
      approvalRequired: true
      state: 'published'
    }
  }
]

resource apis 'Microsoft.ApiManagement/service/products/apis@2024-05-01' = [
  for (product, i) in PRODUCTS: {
    parent: products[i]
    name: apiName
  }
]

resource quotas 'Microsoft.ApiManagement/service/products/policies@2024-05-01' = [
  for (product, i) in PRODUCTS: {
    parent: products[i]
    name: 'policy'
    properties: {
      format: 'xml'
      value: filledIn(loadTextContent('policies/product.xml'), {
        calls: product.calls
        renewalPeriod: PERIOD_SECONDS
      })
    }
  }
]

// A first key for whoever deploys, so that a call can be tried at once. It is read with the rights of the deployer,
// and stands in no output.
resource first 'Microsoft.ApiManagement/service/subscriptions@2024-05-01' = {
  parent: service
  name: 'first'
  properties: {
    displayName: 'First subscription, of who deploys'
    scope: products[2].id
    state: 'active'
  }
}

@description('Name of the subscription whose key whoever deploys may use.')
output firstSubscription string = first.name
