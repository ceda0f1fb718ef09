import type { apiProperties } from './api-properties';
import type { Swagger } from './swagger';

type Properties = ReturnType<typeof apiProperties>;

/** Of one deployment of the mesh, and of the connector's own registration in Entra ID. */
export interface Deployment {
  /** Where callers reach the mesh, without `/api`: the azd output MESH_API_URL. */
  url: string;
  tenantId: string;
  /** Of the connector's registration; its secret is typed in where the connector is created, and nowhere else. */
  clientId: string;
  /** Application ID URI of the mesh: the azd output MESH_CALLER_AUDIENCE. */
  resource: string;
}

/** @throws Error for an address that a connector cannot have */
const placeOf = (address: string): Pick<Swagger, 'host' | 'basePath'> => {
  const url = URL.parse(address);
  if (url?.protocol !== 'https:' || url.port || url.search)
    throw new Error(`${address} is no address for a connector: give https://<host>/<path>, without /api`);
  return { host: url.hostname, basePath: url.pathname.replace(/\/+$/, '') || '/' };
};

const isGuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

/** The definition with the place of a deployment. */
export const definitionFor = (definition: Swagger, { url }: Deployment): Swagger => ({
  ...definition,
  ...placeOf(url),
});

/** The properties with the ids of a deployment. @throws Error for ids that are none */
export const propertiesFor = ({ properties }: Properties, deployment: Deployment): Properties => {
  const { tenantId, clientId, resource } = deployment;
  for (const [name, id] of Object.entries({ tenantId, clientId }))
    if (!isGuid(id)) throw new Error(`${name} must be a GUID, and is '${id}'`);
  const { token } = properties.connectionParameters;
  const { oAuthSettings } = token;
  const settings = {
    ...oAuthSettings,
    clientId,
    properties: { ...oAuthSettings.properties, AzureActiveDirectoryResourceId: resource },
    customParameters: {
      ...oAuthSettings.customParameters,
      tenantId: { value: tenantId },
      resourceUri: { value: resource },
    },
  };
  return {
    properties: {
      ...properties,
      connectionParameters: {
        ...properties.connectionParameters,
        token: { ...token, oAuthSettings: settings },
      },
    },
  };
};

/** What a connector is called in the sample flows. */
const SAMPLE = 'shared_agentmesh';
/** A cloud flow, among the processes of Dataverse. */
const CLOUD_FLOW = 5;
const DEFINITION = 1;

/**
 * A sample flow as the body of the request that creates it in Dataverse, turned off.
 * @param connector what the environment calls the connector: `shared_agent-20mesh-5f…`
 * @see https://learn.microsoft.com/power-automate/manage-flows-with-code
 */
export const flowFor = (flow: object, { name, connector }: { name: string; connector: string }) => ({
  category: CLOUD_FLOW,
  type: DEFINITION,
  primaryentity: 'none',
  name,
  clientdata: JSON.stringify(flow)
    .replaceAll(`/${SAMPLE}"`, `/${connector}"`)
    .replaceAll(`"name":"${SAMPLE}"`, `"name":"${connector}"`),
});
