// Names: Azure's abbreviation of the resource, its role in the mesh, and a token that is unique to environment, subscription and region.
// https://learn.microsoft.com/azure/cloud-adoption-framework/ready/azure-best-practices/resource-abbreviations
//
// Function apps that share host storage must differ in their first 32 characters: the host's id, under which it keeps
// keys and locks, is cut there. `func-<app>-<token>` does (test/infra).

@export()
@description('13 letters and digits that are unique to the environment.')
func tokenOf(subscriptionId string, environmentName string, location string) string =>
  toLower(uniqueString(subscriptionId, environmentName, location))

@export()
@description('Names with hyphens: func-gateway-<token>.')
func nameOf(abbreviation string, role string, token string) string =>
  empty(role) ? '${abbreviation}-${token}' : '${abbreviation}-${role}-${token}'

@export()
@description('Names of storage accounts: letters and digits only, 24 at most, so a role has 9 letters.')
func storageNameOf(role string, token string) string => 'st${role}${token}'

@export()
@description('Names of container registries: letters and digits only.')
func registryNameOf(token string) string => 'cr${token}'

@export()
@description('The resource group of an environment.')
func groupNameOf(environmentName string) string => 'rg-${environmentName}'
