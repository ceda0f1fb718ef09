// Built-in authentication of the gateway's function app: who is not API Management does not reach the code at all.
// The code verifies the caller's own token once more (x-mesh-authorization), so neither check stands alone.

@description('Name of the function app that is protected.')
param siteName string

@description('Tenant that issues the tokens.')
param tenantId string = tenant().tenantId

@description('Client id of the mesh\'s app registration: the audience of v2 tokens.')
param clientId string

@description('Application id URI of the same registration: the audience of v1 tokens.')
param identifierUri string

@description('Client id of the identity that API Management calls with: the only application that may call.')
param callerClientId string

@description('Object id of that identity: the only principal that may call.')
param callerPrincipalId string

resource site 'Microsoft.Web/sites@2025-03-01' existing = {
  name: siteName
}

resource auth 'Microsoft.Web/sites/config@2025-03-01' = {
  parent: site
  name: 'authsettingsV2'
  properties: {
    platform: {
      enabled: true
      runtimeVersion: '~1'
    }
    globalValidation: {
      requireAuthentication: true
      unauthenticatedClientAction: 'Return401'
    }
    httpSettings: {
      requireHttps: true
    }
    identityProviders: {
      azureActiveDirectory: {
        enabled: true
        registration: {
          clientId: clientId
          // The registration asks for v2 tokens, for managed identities too. No secret: nobody signs in here.
          openIdIssuer: '${environment().authentication.loginEndpoint}${tenantId}/v2.0'
        }
        validation: {
          allowedAudiences: [
            clientId
            identifierUri
          ]
          defaultAuthorizationPolicy: {
            allowedApplications: [
              callerClientId
            ]
            allowedPrincipals: {
              identities: [
                callerPrincipalId
              ]
            }
          }
        }
      }
    }
    login: {
      tokenStore: {
        // Tokens are passed through, never kept.
        enabled: false
      }
    }
  }
}
