import { actions } from './actions';
import { describer } from './describe';
import type { Source } from './source';
import type { Swagger } from './swagger';
import { triggers } from './triggers';

/** Replaced by those of a deployment: `npm run connector`. */
export const PLACEHOLDER = { host: 'your-mesh.azure-api.net', basePath: '/mesh' } as const;

const AUTHORITY = 'https://login.microsoftonline.com/common/oauth2/v2.0';
const REPOSITORY = 'https://github.com/your-organisation/agent-mesh';

/** The definition of the connector. @throws Error that names each schema that a connector cannot carry */
export const connectorDefinition = (source: Source): Swagger => {
  const d = describer(source);
  const paths = { ...triggers(d), ...actions(d) };
  return d.checked({
    swagger: '2.0',
    info: {
      title: 'Agent Mesh',
      description:
        'Hands business matters such as invoices to agents, waits for what they decide, and lets people answer what the agents ask.',
      version: source.version,
      contact: { name: 'Agent Mesh', url: REPOSITORY, email: 'agent-mesh@your-organisation.example' },
    },
    ...PLACEHOLDER,
    schemes: ['https'],
    consumes: ['application/json'],
    produces: ['application/json'],
    paths,
    definitions: Object.fromEntries(
      Object.entries(d.definitions).sort(([one], [other]) => (one < other ? -1 : 1)),
    ),
    securityDefinitions: {
      entra: {
        type: 'oauth2',
        flow: 'accessCode',
        authorizationUrl: `${AUTHORITY}/authorize`,
        tokenUrl: `${AUTHORITY}/token`,
        scopes: {},
      },
    },
    security: [{ entra: [] }],
    'x-ms-connector-metadata': [
      { propertyName: 'Website', propertyValue: REPOSITORY },
      { propertyName: 'Privacy policy', propertyValue: `${REPOSITORY}/blob/main/docs/power-automate.md` },
      { propertyName: 'Categories', propertyValue: 'AI;Business Management' },
    ],
  });
};
