// What all APIs of the service have in common: fragments, and the policy for everything, which says no for all of them.
import { ApiManagementSku } from '../types.bicep'
import { ApiLimits, KEY_HEADER, filledIn } from 'policy.bicep'

@description('Name of the API Management service.')
param serviceName string

@description('Its tier.')
param sku ApiManagementSku

@description('What callers may do at most.')
param limits ApiLimits

@description('Address of the gateway\'s function app, which must not be told to callers.')
param gatewayUrl string

@description('Address by which callers reach the mesh, in its place.')
param publicUrl string

var byKey = loadJsonContent('tiers.json')[sku].rateLimitByKey

var FRAGMENTS = {
  'mesh-correlation': {
    text: loadTextContent('policies/fragments/correlation.xml')
    description: 'One id for caller, logs and answer; a trace that goes on.'
  }
  'mesh-problem': {
    text: loadTextContent('policies/fragments/problem.xml')
    description: 'Ends the call with a problem (RFC 9457).'
  }
  'mesh-answer': {
    text: loadTextContent('policies/fragments/answer.xml')
    description: 'What leaves tells nothing of the inside.'
  }
  'mesh-limit-caller': {
    text: byKey
      ? loadTextContent('policies/fragments/limit-caller.xml')
      : loadTextContent('policies/fragments/limit-caller.consumption.xml')
    description: 'Calls in a minute, by tenant.'
  }
  'mesh-limit-address': {
    text: byKey
      ? loadTextContent('policies/fragments/limit-address.xml')
      : loadTextContent('policies/fragments/limit-address.consumption.xml')
    description: 'Calls in a minute, by address.'
  }
}

var VALUES = {
  callsPerMinute: limits.callsPerMinute
  callsPerAddress: limits.callsPerAddress
  gatewayUrl: gatewayUrl
  publicUrl: publicUrl
  keyHeader: KEY_HEADER
}

resource service 'Microsoft.ApiManagement/service@2024-05-01' existing = {
  name: serviceName
}

resource fragments 'Microsoft.ApiManagement/service/policyFragments@2024-05-01' = [
  for fragment in items(FRAGMENTS): {
    parent: service
    name: fragment.key
    properties: {
      description: fragment.value.description
      format: 'xml'
      value: filledIn(fragment.value.text, VALUES)
    }
  }
]

resource everything 'Microsoft.ApiManagement/service/policies@2024-05-01' = {
  parent: service
  name: 'policy'
  properties: {
    format: 'xml'
    value: filledIn(loadTextContent('policies/global.xml'), VALUES)
  }
  dependsOn: [
    fragments
  ]
}
