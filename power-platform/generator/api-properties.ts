import type { Swagger } from './swagger';

/** Replaced by those of a deployment: `npm run connector`. */
export const PLACEHOLDER_IDS = {
  clientId: '00000000-0000-0000-0000-000000000000',
  tenantId: '00000000-0000-0000-0000-000000000000',
  resource: 'api://agent-mesh',
};

export const BRAND = '#0b6a5d';

const KEY_HEADER = 'Ocp-Apim-Subscription-Key';

/** Signs people in with Entra ID; the platform keeps and renews the token. */
const signIn = {
  type: 'oauthSetting',
  oAuthSettings: {
    identityProvider: 'aad',
    clientId: PLACEHOLDER_IDS.clientId,
    scopes: [],
    redirectMode: 'GlobalPerConnector',
    redirectUrl: 'https://global.consent.azure-apim.net/redirect',
    properties: {
      IsFirstParty: 'False',
      AzureActiveDirectoryResourceId: PLACEHOLDER_IDS.resource,
      IsOnbehalfofLoginSupported: true,
    },
    customParameters: {
      loginUri: { value: 'https://login.microsoftonline.com' },
      tenantId: { value: PLACEHOLDER_IDS.tenantId },
      resourceUri: { value: PLACEHOLDER_IDS.resource },
      enableOnbehalfOfLogin: { value: 'false' },
    },
  },
};

const subscriptionKey = {
  type: 'securestring',
  uiDefinition: {
    displayName: 'Subscription Key',
    description: 'The key of your subscription to the mesh in API Management.',
    tooltip: 'Whoever runs the mesh gives it to you.',
    constraints: { required: 'true', clearText: false, tabIndex: 2 },
  },
};

/** A connection has one sign-in; the second credential becomes a header on each request. */
const keyAsHeader = {
  templateId: 'setheader',
  title: 'Send the subscription key',
  parameters: {
    'x-ms-apimTemplateParameter.name': KEY_HEADER,
    'x-ms-apimTemplateParameter.value': "@connectionParameters('subscriptionKey')",
    'x-ms-apimTemplateParameter.existsAction': 'override',
    'x-ms-apimTemplate-policySection': 'Request',
  },
};

/** Operations that poll: script.csx keeps their polls on the connector. */
const pollingOperations = ({ paths }: Swagger): readonly string[] =>
  Object.values(paths)
    .flatMap(({ get }) => (get ? [get.operationId] : []))
    .filter((id) => id.startsWith('WaitFor'));

/** What the definition cannot say: how to connect, and what happens to requests and answers on their way. */
export const apiProperties = (definition: Swagger) => ({
  properties: {
    iconBrandColor: BRAND,
    capabilities: [],
    publisher: 'Agent Mesh',
    stackOwner: 'Agent Mesh',
    connectionParameters: { token: signIn, subscriptionKey },
    policyTemplateInstances: [keyAsHeader],
    scriptOperations: pollingOperations(definition),
  },
});
