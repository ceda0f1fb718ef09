// Four storage accounts, because four different sets of people and apps may see them: the hosts', the mesh's, restricted data,
// captured files.

import { Account, EncryptionKey, EnvironmentSize } from '../types.bicep'

@description('Region of the accounts.')
param location string

@description('Tags of every resource.')
param tags object

@description('Unique token in names.')
param token string

@description('Copies, days of soft delete, and whether and for how long files are captured.')
param size EnvironmentSize

@description('For how many days captured files can be neither changed nor deleted; 0 for no such policy.')
param captureImmutabilityDays int

@description('Object id of the identity that Capture writes as.')
param capturePrincipalId string

@description('Object id of whoever deploys; empty: nobody gets rights on captured files.')
param deployerId string

@description('What whoever deploys is.')
param deployerType 'ServicePrincipal' | 'User' | 'Group'

@description('Closed to the public network.')
param networkIsolation bool

@description('A key of one\'s own to encrypt with; Microsoft\'s, if absent.')
param encryptionKey EncryptionKey?

module hostAccount 'host.bicep' = {
  name: 'storage-host'
  params: {
    location: location
    tags: tags
    token: token
    size: size.storage
    networkIsolation: networkIsolation
    encryptionKey: encryptionKey
  }
}

module meshAccount 'mesh.bicep' = {
  name: 'storage-mesh'
  params: {
    location: location
    tags: tags
    token: token
    size: size.storage
    networkIsolation: networkIsolation
    encryptionKey: encryptionKey
  }
}

module restrictedAccount 'restricted.bicep' = {
  name: 'storage-restricted'
  params: {
    location: location
    tags: tags
    token: token
    size: size.storage
    networkIsolation: networkIsolation
    encryptionKey: encryptionKey
  }
}

module captureAccount 'capture.bicep' = if (size.capture.enabled) {
  name: 'storage-capture'
  params: {
    location: location
    tags: tags
    token: token
    size: size.storage
    capture: size.capture
    immutabilityDays: captureImmutabilityDays
    capturePrincipalId: capturePrincipalId
    deployerId: deployerId
    deployerType: deployerType
    networkIsolation: networkIsolation
    encryptionKey: encryptionKey
  }
}

@description('What the Functions hosts keep for themselves.')
output host Account = hostAccount.outputs.account

@description('What the mesh keeps.')
output mesh Account = meshAccount.outputs.account

@description('Blobs with personal or health data.')
output restricted Account = restrictedAccount.outputs.account

@description('Captured files; all empty where nothing is captured.')
output capture Account = size.capture.enabled
  ? captureAccount!.outputs.account
  : { id: '', name: '', blobEndpoint: '', tableEndpoint: '', queueEndpoint: '' }
