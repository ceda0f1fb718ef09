// The mesh's app registration: what a token must be for, and which roles there are. By the Microsoft Graph extension;
// who may not use it has the app registered by scripts/azd/register.mjs, which says the same (a test compares).
extension microsoftGraphV1

import { issuersOf } from 'issuers.bicep'

@description('Name by which a deployment finds the registration again; one per environment.')
@maxLength(120)
param uniqueName string

@description('Name that people see when they sign in or assign roles.')
param displayName string

@description('Object id of who deploys, user or service principal: gets all four roles. Empty: nobody does.')
param deployerId string = ''

@description('Other principals and the roles that they get, by the names of the roles.')
param assignments roleAssignmentType[] = []

@description('Other client ids that users need not consent to for the scope user_impersonation: the connector\'s.')
param trustedClientIds string[] = []

@description('What a principal may do.')
type roleAssignmentType = {
  @description('Object id of the user, group or service principal.')
  principalId: string

  @description('Which role it gets.')
  role: 'Mesh.Approve' | 'Mesh.Operate' | 'Mesh.Publish' | 'Mesh.Read'
}

// Ids are written down: a role that is given away must stay the same role.
var ROLES = loadJsonContent('roles.json')
// The Azure CLI and azd, so that a token can be had on a command line.
var COMMAND_LINES = ['04b07795-8ddb-461a-bbee-02f9e1bf7b46']
var SCOPE_ID = '94e5d3a0-68cb-4b7d-9f12-c7a1045be855'

// With the tenant's id in it, which a tenant's policy on identifier URIs asks for; the client id is not known yet.
var identifierUri = 'api://${tenant().tenantId}/${uniqueName}'

resource registration 'Microsoft.Graph/applications@v1.0' = {
  uniqueName: uniqueName
  displayName: displayName
  description: 'The HTTP interface of the agent mesh.'
  signInAudience: 'AzureADMyOrg'
  identifierUris: [
    identifierUri
  ]
  appRoles: [
    for role in items(ROLES): {
      id: role.value.id
      value: role.key
      displayName: role.value.displayName
      description: role.value.description
      allowedMemberTypes: [
        'User'
        'Application'
      ]
      isEnabled: true
    }
  ]
  api: {
    // v2 tokens: issuer .../v2.0, and the client id as audience. Where this is null, callers get v1 tokens.
    requestedAccessTokenVersion: 2
    oauth2PermissionScopes: [
      {
        id: SCOPE_ID
        value: 'user_impersonation'
        type: 'User'
        isEnabled: true
        adminConsentDisplayName: 'Use the agent mesh as the user'
        adminConsentDescription: 'Lets an application use the agent mesh with the roles of the signed-in user.'
        userConsentDisplayName: 'Use the agent mesh as you'
        userConsentDescription: 'Lets an application use the agent mesh with your roles.'
      }
    ]
    preAuthorizedApplications: [
      for clientId in concat(COMMAND_LINES, trustedClientIds): {
        appId: clientId
        delegatedPermissionIds: [
          SCOPE_ID
        ]
      }
    ]
  }
  optionalClaims: {
    // Tells tokens of applications from those of users.
    accessToken: [
      {
        name: 'idtyp'
        essential: false
        additionalProperties: []
      }
    ]
  }
}

resource principal 'Microsoft.Graph/servicePrincipals@v1.0' = {
  appId: registration.appId
}

resource deployerRoles 'Microsoft.Graph/appRoleAssignedTo@v1.0' = [
  for role in items(ROLES): if (!empty(deployerId)) {
    appRoleId: role.value.id
    principalId: deployerId
    resourceId: principal.id
  }
]

resource otherRoles 'Microsoft.Graph/appRoleAssignedTo@v1.0' = [
  for assignment in assignments: {
    appRoleId: ROLES[assignment.role].id
    principalId: assignment.principalId
    resourceId: principal.id
  }
]

@description('Client id of the registration: the audience of v2 tokens.')
output clientId string = registration.appId

@description('Application id URI: what callers ask a token for, and the audience of v1 tokens.')
output identifierUri string = identifierUri

@description('Tenant of the registration.')
output tenantId string = tenant().tenantId

@description('Who may sign tokens, in the form of the setting MESH_ISSUERS.')
output issuers object[] = issuersOf(
  environment().authentication.loginEndpoint,
  tenant().tenantId,
  registration.appId,
  identifierUri
)
