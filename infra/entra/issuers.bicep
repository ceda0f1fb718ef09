// Both versions of tokens, both forms of the audience: a registration may hand out either, and only one of the two
// would refuse half of the callers with a message that says little.
@export()
@description('The setting MESH_ISSUERS for one registration in one tenant, as an array.')
func issuersOf(loginEndpoint string, tenantId string, clientId string, identifierUri string) object[] => [
  {
    issuer: '${loginEndpoint}${tenantId}/v2.0'
    jwksUri: '${loginEndpoint}${tenantId}/discovery/v2.0/keys'
    audiences: [
      clientId
      identifierUri
    ]
  }
  {
    // v1: another host, and it ends in a slash.
    issuer: 'https://sts.windows.net/${tenantId}/'
    jwksUri: '${loginEndpoint}${tenantId}/discovery/keys'
    audiences: [
      identifierUri
      clientId
    ]
  }
]
