// The API of the mesh, as callers see it: imported from the gateway's own document (npm run generate), guarded by
// policies, given out by products.
import { AppIdentity, ApiManagementSku } from '../types.bicep'
import { ApiLimits, KEY_HEADER, KEY_QUERY, LIMITS, filledIn } from 'policy.bicep'

@description('Name of the API Management service.')
param serviceName string

@description('Address of the service, without a path: the output gatewayUrl of service.bicep.')
param serviceUrl string

@description('Its tier: what it lacks is switched by it.')
param sku ApiManagementSku = 'BasicV2'

@description('Host name of the gateway\'s function app.')
param gatewayHostName string

@description('Tenant whose tokens are taken: an id, or organizations where callers of other tenants are expected.')
param callerTenant string = tenant().tenantId

@description('Client id of the mesh\'s app registration: audience of v2 tokens.')
param clientId string

@description('Its application id URI: audience of v1 tokens, and what API Management asks its own token for.')
param identifierUri string

@description('Identity that calls the gateway and writes to Application Insights.')
param identity AppIdentity

@description('Id of the Application Insights resource.')
param insightsId string

@description('Its connection string.')
param insightsConnectionString string

@description('What callers may do at most.')
param limits ApiLimits = LIMITS

@description('Largest request, in bytes: that of one event (src/contracts/limits.ts).')
param maxBytes int = 262144

@description('Largest batch of events, in bytes.')
param maxBatchBytes int = 1048576

var gatewayUrl = 'https://${gatewayHostName}'
var publicUrl = '${serviceUrl}/mesh'
// Written by `npm run generate`, with the name that the import gives each operation.
var OPERATIONS = items(loadJsonContent('operations.json'))
var guarded = filter(OPERATIONS, operation => contains(operation.value, 'role'))
var streaming = loadJsonContent('tiers.json')[sku].streaming

module shared 'shared-policies.bicep' = {
  params: {
    serviceName: serviceName
    sku: sku
    limits: limits
    gatewayUrl: gatewayUrl
    publicUrl: publicUrl
  }
}

module backend 'backend.bicep' = {
  params: {
    serviceName: serviceName
    sku: sku
    gatewayUrl: gatewayUrl
  }
}

module insights 'insights.bicep' = {
  params: {
    serviceName: serviceName
    sku: sku
    insightsId: insightsId
    insightsConnectionString: insightsConnectionString
    identity: identity
  }
}

resource service 'Microsoft.ApiManagement/service@2024-05-01' existing = {
  name: serviceName
}

resource api 'Microsoft.ApiManagement/service/apis@2024-05-01' = {
  parent: service
  name: 'mesh'
  properties: {
    displayName: 'Agent mesh'
    path: 'mesh'
    protocols: [
      'https'
    ]
    format: 'openapi+json'
    // As JSON and not as text: a text that is loaded may have 128 KiB at most.
    value: string(loadJsonContent('openapi.json'))
    // Required query parameters stay query parameters.
    translateRequiredQueryParameters: 'query'
    serviceUrl: gatewayUrl
    subscriptionRequired: true
    subscriptionKeyParameterNames: {
      header: KEY_HEADER
      query: KEY_QUERY
    }
  }
}

resource policy 'Microsoft.ApiManagement/service/apis/policies@2024-05-01' = {
  parent: api
  name: 'policy'
  properties: {
    format: 'xml'
    value: filledIn(loadTextContent('policies/mesh.xml'), {
      callerTenant: callerTenant
      clientId: clientId
      identifierUri: identifierUri
      identityClientId: identity.clientId
      backend: backend.outputs.name
      maxBytes: maxBytes
      maxBatchBytes: maxBatchBytes
      keyHeader: KEY_HEADER
      keyQuery: KEY_QUERY
    })
  }
  dependsOn: [
    shared
  ]
}

resource operations 'Microsoft.ApiManagement/service/apis/operations@2024-05-01' existing = [
  for operation in guarded: {
    parent: api
    name: operation.key
  }
]

// A few at a time: API Management changes one API one after the other.
@batchSize(4)
resource rights 'Microsoft.ApiManagement/service/apis/operations/policies@2024-05-01' = [
  for (operation, i) in guarded: {
    parent: operations[i]
    name: 'policy'
    properties: {
      format: 'xml'
      value: filledIn(
        operation.value.stream && streaming
          ? loadTextContent('policies/operation.stream.xml')
          : loadTextContent('policies/operation.xml'),
        {
          role: operation.value.role
        }
      )
    }
    dependsOn: [
      policy
    ]
  }
]

module hooks 'hooks-api.bicep' = {
  params: {
    serviceName: serviceName
    gatewayUrl: gatewayUrl
    backendName: backend.outputs.name
    identifierUri: identifierUri
    identityClientId: identity.clientId
    diagnostics: insights.outputs.diagnostics
  }
  dependsOn: [
    shared
  ]
}

// Last: nobody has a key before the policies are there.
module products 'products.bicep' = {
  params: {
    serviceName: serviceName
    apiName: api.name
    limits: limits
  }
  dependsOn: [
    rights
  ]
}

@description('Address by which callers reach the mesh: MESH_PUBLIC_URL. Routes follow it with /api/...')
output url string = publicUrl

@description('Name of the subscription whose key whoever deploys may use.')
output firstSubscription string = products.outputs.firstSubscription
