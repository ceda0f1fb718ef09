// The image that runs now. Provisioning must not put an app back to the image that it began with: azd says whether
// the app is there already (SERVICE_<NAME>_RESOURCE_EXISTS).

@description('Name of the container app.')
param appName string

@description('Whether it is there already.')
param exists bool

@description('The image that it begins with: a functions host without functions, so that it starts and does nothing.')
param firstImage string = 'mcr.microsoft.com/azure-functions/node:4-node22'

resource app 'Microsoft.App/containerApps@2025-07-01' existing = if (exists) {
  name: appName
}

@description('The image to go on with.')
output image string = exists ? app!.properties.template.containers[0].image : firstImage
