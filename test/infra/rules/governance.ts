import type { Deployment } from '../bicep/deploy';
import { at } from '../template';

/** Kinds of the top level that take no tags. */
const NO_TAGS = /^Microsoft\.(Authorization|Insights\/diagnosticSettings|Consumption|Graph)/;
const isTop = (type: string): boolean => type.split('/').length === 2;

/** azd finds what belongs to an environment by its tag. */
export const tagFaults = ({ resources }: Deployment, environmentName: string): readonly string[] =>
  resources
    .filter(({ type }) => isTop(type) && !NO_TAGS.test(type))
    .filter(({ body }) => at(body, 'tags.azd-env-name') !== environmentName)
    .map(({ file, symbol }) => `${file}: ${symbol} is not tagged with azd-env-name`);

/** Kinds that write logs of their own, which say who did what. */
const LOGS = new Set([
  'Microsoft.ApiManagement/service',
  'Microsoft.App/managedEnvironments',
  'Microsoft.ContainerRegistry/registries',
  'Microsoft.EventHub/namespaces',
  'Microsoft.KeyVault/vaults',
  'Microsoft.OperationalInsights/workspaces',
  'Microsoft.Storage/storageAccounts/blobServices',
  'Microsoft.Storage/storageAccounts/queueServices',
  'Microsoft.Storage/storageAccounts/tableServices',
  'Microsoft.Web/sites',
]);

/** Whose logs go nowhere. */
export const diagnosticFaults = ({ resources }: Deployment): readonly string[] => {
  const sent = new Set(
    resources
      .filter(
        ({ type, body }) =>
          type === 'Microsoft.Insights/diagnosticSettings' && at(body, 'properties.workspaceId'),
      )
      .map(({ scope }) => scope),
  );
  return (
    resources
      .filter(({ type, id }) => LOGS.has(type) && !sent.has(id))
      // The Consumption tier has no resource logs.
      .filter(
        ({ type, body }) =>
          type !== 'Microsoft.ApiManagement/service' || at(body, 'sku.name') !== 'Consumption',
      )
      .map(({ id }) => `the logs of ${id.split('/providers/')[1]} go nowhere`)
  );
};
