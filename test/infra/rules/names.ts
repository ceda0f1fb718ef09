import type { Deployment } from '../bicep/deploy';
import { ofType } from '../template';

const GUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
const WORDS = /^[A-Za-z0-9](?:[\w.-]{0,78}[\w])?$/;
const CONTAINER = /^(?!.*--)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;
const FIXED = /^default$/;
const API = /^[A-Za-z0-9](?:[\w.-]{0,254}[\w])?$/;
const INSIGHTS = /^[^*#&+:<>?@%{}\\/"|]{1,259}[^*#&+:<>?@%{}\\/"|. ]$/;

/** What Azure takes as a name. https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules */
export const NAMES: Readonly<Record<string, RegExp>> = {
  'Microsoft.ApiManagement/service': /^[A-Za-z](?:[A-Za-z0-9-]{0,48}[A-Za-z0-9])?$/,
  'Microsoft.ApiManagement/service/apis': API,
  'Microsoft.ApiManagement/service/apis/diagnostics': API,
  'Microsoft.ApiManagement/service/apis/operations': API,
  'Microsoft.ApiManagement/service/apis/operations/policies': /^policy$/,
  'Microsoft.ApiManagement/service/apis/policies': /^policy$/,
  'Microsoft.ApiManagement/service/backends': API,
  'Microsoft.ApiManagement/service/diagnostics': /^(applicationinsights|azuremonitor)$/,
  'Microsoft.ApiManagement/service/loggers': API,
  'Microsoft.ApiManagement/service/namedValues': API,
  'Microsoft.ApiManagement/service/policies': /^policy$/,
  'Microsoft.ApiManagement/service/policyFragments': API,
  'Microsoft.ApiManagement/service/products': API,
  'Microsoft.ApiManagement/service/products/apis': API,
  'Microsoft.ApiManagement/service/products/policies': /^policy$/,
  'Microsoft.ApiManagement/service/subscriptions': API,
  'Microsoft.App/containerApps': /^(?!.*--)[a-z][a-z0-9-]{0,30}[a-z0-9]$/,
  'Microsoft.App/managedEnvironments': /^[A-Za-z][A-Za-z0-9-]{0,58}[A-Za-z0-9]$/,
  'Microsoft.Authorization/roleAssignments': GUID,
  'Microsoft.Consumption/budgets': /^[\w-]{1,63}$/,
  'Microsoft.ContainerRegistry/registries': /^[A-Za-z0-9]{5,50}$/,
  'Microsoft.EventHub/namespaces': /^[A-Za-z][A-Za-z0-9-]{4,48}[A-Za-z0-9]$/,
  'Microsoft.EventHub/namespaces/eventhubs': API,
  'Microsoft.EventHub/namespaces/eventhubs/consumergroups': /^[A-Za-z0-9](?:[\w.-]{0,48}[A-Za-z0-9])?$/,
  'Microsoft.EventHub/namespaces/schemagroups': /^[A-Za-z0-9](?:[\w.-]{0,48}[A-Za-z0-9])?$/,
  'Microsoft.Insights/actionGroups': INSIGHTS,
  'Microsoft.Insights/components': INSIGHTS,
  'Microsoft.Insights/diagnosticSettings': INSIGHTS,
  'Microsoft.Insights/metricAlerts': INSIGHTS,
  'Microsoft.Insights/scheduledQueryRules': INSIGHTS,
  'Microsoft.Insights/workbooks': GUID,
  'Microsoft.KeyVault/vaults': /^(?!.*--)[A-Za-z][A-Za-z0-9-]{1,22}[A-Za-z0-9]$/,
  'Microsoft.KeyVault/vaults/keys': /^[A-Za-z0-9-]{1,127}$/,
  'Microsoft.ManagedIdentity/userAssignedIdentities': /^[A-Za-z0-9][\w-]{2,127}$/,
  'Microsoft.Network/networkSecurityGroups': WORDS,
  'Microsoft.Network/privateDnsZones': /^([a-z0-9-]+\.)+[a-z]+$/,
  'Microsoft.Network/privateDnsZones/virtualNetworkLinks': WORDS,
  'Microsoft.Network/privateEndpoints': /^[A-Za-z0-9](?:[\w.-]{0,62}\w)$/,
  'Microsoft.Network/privateEndpoints/privateDnsZoneGroups': WORDS,
  'Microsoft.Network/virtualNetworks': /^[A-Za-z0-9](?:[\w.-]{0,62}\w)$/,
  'Microsoft.OperationalInsights/workspaces': /^[A-Za-z0-9][A-Za-z0-9-]{2,61}[A-Za-z0-9]$/,
  'Microsoft.Resources/resourceGroups': /^[\w().-]{0,89}[\w()-]$/,
  'Microsoft.Storage/storageAccounts': /^[a-z0-9]{3,24}$/,
  'Microsoft.Storage/storageAccounts/blobServices': FIXED,
  'Microsoft.Storage/storageAccounts/blobServices/containers': CONTAINER,
  'Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies': FIXED,
  'Microsoft.Storage/storageAccounts/managementPolicies': FIXED,
  'Microsoft.Storage/storageAccounts/queueServices': FIXED,
  'Microsoft.Storage/storageAccounts/queueServices/queues': CONTAINER,
  'Microsoft.Storage/storageAccounts/tableServices': FIXED,
  'Microsoft.Storage/storageAccounts/tableServices/tables': /^[A-Za-z][A-Za-z0-9]{2,62}$/,
  'Microsoft.Web/serverfarms': /^[A-Za-z0-9-]{1,60}$/,
  'Microsoft.Web/sites': /^[A-Za-z0-9][A-Za-z0-9-]{0,58}[A-Za-z0-9]$/,
  'Microsoft.Web/sites/basicPublishingCredentialsPolicies': /^(ftp|scm)$/,
  'Microsoft.Web/sites/config': /^(appsettings|authsettingsV2|web|logs)$/,
};

/** Names that Azure would refuse. */
export const nameFaults = ({ resources }: Deployment): readonly string[] =>
  resources
    .filter(({ type }) => !type.startsWith('Microsoft.Graph/'))
    .flatMap(({ type, name, file }) => {
      const rule = NAMES[type];
      if (!rule) return [`${file}: say in test/infra/rules/names.ts what names ${type} takes`];
      return rule.test(name) ? [] : [`${file}: '${name}' is no name for ${type}`];
    });

/** A host's id, under which it keeps keys and locks, is the first 32 characters of its name. */
export const hostIdFaults = (deployment: Deployment): readonly string[] => {
  const ids = ofType(deployment, 'Microsoft.Web/sites').map(({ name }) => name.slice(0, 32).toLowerCase());
  return ids.filter((id, n) => ids.indexOf(id) !== n).map((id) => `two hosts share the id ${id}`);
};
