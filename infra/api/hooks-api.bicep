// The end of a webhook subscription: an API of its own, because nothing that the other asks for can be asked here.
import { KEY_HEADER, filledIn } from 'policy.bicep'

@description('Name of the API Management service.')
param serviceName string

@description('Address of the gateway\'s function app.')
param gatewayUrl string

@description('Name of the backend in policies.')
param backendName string

@description('Application id URI that the gateway\'s tokens are for.')
param identifierUri string

@description('Client id of the identity that API Management calls with.')
param identityClientId string

@description('Names of the service\'s diagnostics that are silenced here, and the loggers that they write to.')
param diagnostics { name: string, loggerId: string }[]

resource service 'Microsoft.ApiManagement/service@2024-05-01' existing = {
  name: serviceName
}

resource hooks 'Microsoft.ApiManagement/service/apis@2024-05-01' = {
  parent: service
  name: 'mesh-hooks'
  properties: {
    displayName: 'Agent mesh: hooks'
    description: 'Ends a subscription to runs that end. Whoever knows its address may.'
    // Longer than the path of the other API, so it is matched first.
    path: 'mesh/api/hooks'
    protocols: [
      'https'
    ]
    serviceUrl: gatewayUrl
    subscriptionRequired: false
    type: 'http'
  }
}

resource end 'Microsoft.ApiManagement/service/apis/operations@2024-05-01' = {
  parent: hooks
  name: 'endsubscription'
  properties: {
    displayName: 'End a subscription'
    description: 'Answers 204 whether the subscription was there or not.'
    method: 'DELETE'
    urlTemplate: '/{id}'
    templateParameters: [
      {
        name: 'id'
        description: 'As in the Location that the subscription was answered with.'
        type: 'string'
        required: true
      }
    ]
    responses: [
      {
        statusCode: 204
        description: 'The subscription is not there any more.'
      }
    ]
  }
}

resource policy 'Microsoft.ApiManagement/service/apis/policies@2024-05-01' = {
  parent: hooks
  name: 'policy'
  properties: {
    format: 'xml'
    value: filledIn(loadTextContent('policies/hooks.xml'), {
      backend: backendName
      identifierUri: identifierUri
      identityClientId: identityClientId
      keyHeader: KEY_HEADER
    })
  }
  dependsOn: [
    end
  ]
}

// The address of a hook is its key, and logs hold addresses: calls of this API are in none of them. What they do is in the
// gateway's own telemetry, which leaves such addresses out.
resource silence 'Microsoft.ApiManagement/service/apis/diagnostics@2024-05-01' = [
  for diagnostic in diagnostics: {
    parent: hooks
    name: diagnostic.name
    properties: {
      loggerId: diagnostic.loggerId
      logClientIp: false
      sampling: {
        samplingType: 'fixed'
        percentage: 0
      }
    }
  }
]
