// One function app on Flex Consumption: a plan of its own, an identity of its own, no keys, only its own functions switched on.

import { Account, AppIdentity, AppSize } from '../types.bicep'
import { nameOf } from '../names.bicep'
import { disabledSettings, identitySettings } from 'settings.bicep'

@description('Name of the app, as in azure.yaml: gateway, planner, ...')
param app string

@description('Region of the app.')
param location string

@description('Tags of every resource.')
param tags object

@description('Unique token in names.')
param token string

@description('Identity that it runs as.')
param identity AppIdentity

@description('Memory and limits.')
param size AppSize

@description('Instances that are always there for HTTP; 0 for none.')
@minValue(0)
param alwaysReadyForHttp int = 0

@description('Spread over availability zones.')
param zoneRedundant bool

@description('The hosts\' storage: its own locks, keys and checkpoints, and the package.')
param hostStorage Account

@description('Connection string of Application Insights. No secret: local authentication is off there.')
param insightsConnectionString string

@description('Its own functions.')
param functions string[]

@description('The functions of all apps: those that are not its own are switched off.')
param everyFunction string[]

@description('Settings that all apps have.')
param commonSettings object

@description('Settings that only this app has.')
param ownSettings object = {}

@description('Subnet that it calls out through, where the network is closed.')
param subnetId string = ''

@description('Subnet that it is called from, and from nowhere else; empty: from everywhere. Deployments come by another way.')
param onlyFromSubnetId string = ''

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: nameOf('asp', app, token)
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: {
    reserved: true
    zoneRedundant: zoneRedundant
  }
}

resource site 'Microsoft.Web/sites@2025-03-01' = {
  name: nameOf('func', app, token)
  location: location
  tags: union(tags, { 'azd-service-name': app })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${hostStorage.blobEndpoint}/package-${app}'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identity.id
          }
        }
      }
      runtime: { name: 'node', version: '22' }
      scaleAndConcurrency: {
        instanceMemoryMB: size.memoryMB
        maximumInstanceCount: size.maximumInstances
        alwaysReady: alwaysReadyForHttp > 0 ? [{ name: 'http', instanceCount: alwaysReadyForHttp }] : []
      }
    }
    // Nothing here that Flex Consumption refuses (ARM error 51021): ftpsState is such a one, alwaysOn and linuxFxVersion are others.
    siteConfig: {
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      http20Enabled: true
      ipSecurityRestrictionsDefaultAction: empty(onlyFromSubnetId) ? 'Allow' : 'Deny'
      ipSecurityRestrictions: empty(onlyFromSubnetId)
        ? []
        : [
            {
              name: 'api-management'
              description: 'The subnet that API Management calls from.'
              priority: 100
              action: 'Allow'
              vnetSubnetResourceId: onlyFromSubnetId
            }
          ]
      scmIpSecurityRestrictionsUseMain: false
    }
  }
}

resource settings 'Microsoft.Web/sites/config@2025-03-01' = {
  parent: site
  name: 'appsettings'
  // FUNCTIONS_EXTENSION_VERSION, FUNCTIONS_WORKER_RUNTIME and their kin are not for Flex Consumption: functionAppConfig says it.
  properties: union(
    identitySettings(identity.clientId, hostStorage, insightsConnectionString),
    commonSettings,
    ownSettings,
    disabledSettings(functions, everyFunction)
  )
}

// Deployments come with a token of Entra ID; user names and passwords are off, for both ways in.
resource noFtpPasswords 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: site
  name: 'ftp'
  properties: { allow: false }
}

resource noScmPasswords 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: site
  name: 'scm'
  properties: { allow: false }
}

@description('Resource id of the app.')
output id string = site.id

@description('Name of the app.')
output name string = site.name

@description('Its host name, without https.')
output hostName string = site.properties.defaultHostName
