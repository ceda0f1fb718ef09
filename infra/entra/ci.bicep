// The identity that GitHub's workflows deploy with: no secret, but a trust in GitHub's tokens, one subject per
// environment, so that who may deploy to prod is decided by the environment's protection rules. Deployed by a person, once
// for deployments, and once more with environments ['what-if'] and rights to read only, for pull requests:
//   az deployment group create -g <group> -f infra/entra/ci.bicep -p repository=<owner>/<name> uniqueName=agent-mesh-deploy
extension microsoftGraphV1

@description('Name by which a deployment finds the registration again.')
param uniqueName string

@description('Repository on GitHub, as owner/name.')
param repository string

@description('Environments on GitHub whose jobs may sign in with this identity.')
param environments string[] = [
  'test'
  'prod'
]

resource registration 'Microsoft.Graph/applications@v1.0' = {
  uniqueName: uniqueName
  displayName: 'Deployments of ${repository}'
  signInAudience: 'AzureADMyOrg'
}

resource credentials 'Microsoft.Graph/applications/federatedIdentityCredentials@v1.0' = [
  for name in environments: {
    name: '${registration.uniqueName}/github-${name}'
    description: 'Jobs of ${repository} in the environment ${name}'
    issuer: 'https://token.actions.githubusercontent.com'
    subject: 'repo:${repository}:environment:${name}'
    audiences: [
      'api://AzureADTokenExchange'
    ]
  }
]

resource principal 'Microsoft.Graph/servicePrincipals@v1.0' = {
  appId: registration.appId
}

@description('Client id for the workflow (AZURE_CLIENT_ID).')
output clientId string = registration.appId

@description('Object id, for role assignments and AZURE_PRINCIPAL_ID.')
output principalId string = principal.id
