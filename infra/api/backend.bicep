// The gateway as API Management sees it: where it is, and when to leave it alone for a while.
import { ApiManagementSku } from '../types.bicep'

@description('Name of the API Management service.')
param serviceName string

@description('Its tier: Consumption has no circuit breaker.')
param sku ApiManagementSku

@description('Address of the gateway\'s function app.')
param gatewayUrl string

resource service 'Microsoft.ApiManagement/service@2024-05-01' existing = {
  name: serviceName
}

resource backend 'Microsoft.ApiManagement/service/backends@2024-05-01' = {
  parent: service
  name: 'mesh-gateway'
  properties: {
    title: 'The mesh\'s gateway'
    url: gatewayUrl
    protocol: 'http'
    tls: {
      validateCertificateChain: true
      validateCertificateName: true
    }
    // 500 is a fault of one request, and says nothing about the next; these say that the app is not well. 429 is left
    // out: the gateway does not say it.
    circuitBreaker: !loadJsonContent('tiers.json')[sku].circuitBreaker ? null : {
      rules: [
        {
          name: 'gateway-away'
          failureCondition: {
            count: 10
            interval: 'PT30S'
            statusCodeRanges: [
              {
                min: 502
                max: 504
              }
            ]
          }
          tripDuration: 'PT15S'
          acceptRetryAfter: true
        }
      ]
    }
  }
}

@description('Name that policies call it by.')
output name string = backend.name
