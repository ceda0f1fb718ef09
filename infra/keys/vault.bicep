// Customer-managed keys (customerManagedKeys: true): a vault that cannot be purged, one key that turns over each year,
// and the identity by which the storage accounts use it. Event Hubs takes keys in Premium only; Standard stays with
// Azure's own keys. A key that is lost is data that is lost, so the vault outlives `azd down` for 90 days.

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

// Get, wrap and unwrap keys; nothing else. @see the built-in role Key Vault Crypto Service Encryption User
var CRYPTO_SERVICE_ENCRYPTION_USER = 'e147488a-f6f5-4113-8e2d-b22465e65bf6'

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

resource use 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: key
  name: guid(key.id, identity.id, CRYPTO_SERVICE_ENCRYPTION_USER)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', CRYPTO_SERVICE_ENCRYPTION_USER)
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
  }
}

@description('Id of the vault.')
output vaultId string = vault.id

@description('Address of the vault: keyvaulturi of a storage account\'s encryption.')
output vaultUri string = vault.properties.vaultUri

@description('Name of the key, without a version: storage follows it as it turns over.')
output keyName string = key.name

@description('Address of the key, without a version.')
output keyUri string = key.properties.keyUri

@description('Id of the identity that uses the key: belongs to the storage account as well as to its encryption.')
// Known only when the identity may use the key, so that whoever takes it waits for the role.
output identityId string = use.properties.principalType == 'ServicePrincipal' ? identity.id : ''
