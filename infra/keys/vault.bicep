// Customer-managed keys (customerManagedKeys: true): a vault that cannot be purged, one key that turns over each year,
// and the identity by which the storage accounts use it. Event Hubs takes keys in Premium only; Standard stays with
// Azure's own keys. A key that is lost is data that is lost, so the vault outlives `azd down` for 90 days.

import { EncryptionKey } from '../types.bicep'
import { ROLES } from '../roles.bicep'

@description('Name of the vault: 3 to 24 letters, digits and dashes, unique in all of Azure.')
@minLength(3)
@maxLength(24)
param name string

@description('Name of the identity that uses the key.')
param identityName string

@description('Region.')
param location string = resourceGroup().location

@description('Tags of every resource.')
param tags object

@description('Name of the key.')
param keyName string = 'mesh-data'

@description('false: the vault answers private endpoints and Azure\'s trusted services (storage is one) only.')
param publicNetworkAccess bool = true

@description('true: brings back the vault of this name that `azd down` left deleted; a name is taken for 90 days.')
param restore bool = false

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: identityName
  location: location
  tags: tags
}

resource vault 'Microsoft.KeyVault/vaults@2025-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    createMode: restore ? 'recover' : 'default'
    tenantId: tenant().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    // Storage takes no key from a vault without both.
    enableSoftDelete: true
    enablePurgeProtection: true
    softDeleteRetentionInDays: 90
    publicNetworkAccess: publicNetworkAccess ? 'Enabled' : 'Disabled'
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: publicNetworkAccess ? 'Allow' : 'Deny'
    }
  }
}

resource key 'Microsoft.KeyVault/vaults/keys@2025-05-01' = {
  parent: vault
  name: keyName
  tags: tags
  properties: {
    kty: 'RSA'
    keySize: 3072
    keyOps: [
      'wrapKey'
      'unwrapKey'
    ]
    rotationPolicy: {
      attributes: {
        expiryTime: 'P2Y'
      }
      lifetimeActions: [
        {
          action: {
            type: 'rotate'
          }
          trigger: {
            timeAfterCreate: 'P1Y'
          }
        }
      ]
    }
  }
}

// Get, wrap and unwrap this key; nothing else.
resource use 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: key
  name: guid(key.id, identity.id, ROLES.keyVaultCryptoServiceEncryptionUser)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', ROLES.keyVaultCryptoServiceEncryptionUser)
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
  }
}

@description('Id of the vault.')
output vaultId string = vault.id

@description('Name of the vault.')
output vaultName string = vault.name

@description('What storage accounts encrypt with. The name of the key has no version: storage follows it as it turns over.')
output encryptionKey EncryptionKey = {
  vaultUri: vault.properties.vaultUri
  keyName: key.name
  identityId: identity.id
}
