// `node scripts/azd/register.mjs`: the app registration, where infra/entra/registration.bicep cannot make it: the deployer has no
// rights in Entra ID, or deploys from a pipeline that shall have none. Run by somebody who has them, signed in with `az login`;
// running it again changes what differs. It tells azd what it made, or prints it for whoever deploys.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { claimsOf, remember } from './azd.mjs';

const GRAPH = 'https://graph.microsoft.com/v1.0';
/** Stays the same: consents name it. The same as in infra/entra/registration.bicep. */
const SCOPE_ID = '94e5d3a0-68cb-4b7d-9f12-c7a1045be855';
/** The Azure CLI and azd, so that a token can be had on a command line. */
const COMMAND_LINES = ['04b07795-8ddb-461a-bbee-02f9e1bf7b46'];

const ROLES = JSON.parse(readFileSync('infra/entra/roles.json', 'utf8'));

const SCOPE = {
  id: SCOPE_ID,
  value: 'user_impersonation',
  type: 'User',
  isEnabled: true,
  adminConsentDisplayName: 'Use the agent mesh as the user',
  adminConsentDescription: 'Lets an application use the agent mesh with the roles of the signed-in user.',
  userConsentDisplayName: 'Use the agent mesh as you',
  userConsentDescription: 'Lets an application use the agent mesh with your roles.',
};

const appRole = ([value, { id, displayName, description }]) => ({
  id,
  value,
  displayName,
  description,
  allowedMemberTypes: ['User', 'Application'],
  isEnabled: true,
});

/** What infra/entra/registration.bicep says, for Microsoft Graph. @param {{ uniqueName: string, displayName: string, tenantId: string, clients?: string[] }} wanted */
export const registrationOf = ({ uniqueName, displayName, tenantId, clients = [] }) => ({
  displayName,
  description: 'The HTTP interface of the agent mesh.',
  signInAudience: 'AzureADMyOrg',
  identifierUris: [`api://${tenantId}/${uniqueName}`],
  appRoles: Object.entries(ROLES).map(appRole),
  api: {
    requestedAccessTokenVersion: 2,
    oauth2PermissionScopes: [SCOPE],
    preAuthorizedApplications: [...COMMAND_LINES, ...clients].map((appId) => ({
      appId,
      delegatedPermissionIds: [SCOPE_ID],
    })),
  },
  optionalClaims: { accessToken: [{ name: 'idtyp', essential: false, additionalProperties: [] }] },
});

/** Asks Microsoft Graph. @param {string} token @param {typeof fetch} send */
export const graph =
  (token, send = fetch) =>
  async (method, path, body, headers = {}) => {
    const answer = await send(`${GRAPH}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw Object.assign(new Error(`${method} ${path}: ${answer.status} ${text}`), { text });
    return text ? JSON.parse(text) : {};
  };

/** Makes it, or changes what differs: Graph finds it by its unique name. */
const CREATE_IF_MISSING = { prefer: 'create-if-missing' };

const isThereAlready = ({ text = '' }) => text.includes('Permission being assigned already exists');

const give = async (ask, principalId, resourceId) => {
  for (const { id } of Object.values(ROLES))
    try {
      await ask('POST', `/servicePrincipals/${resourceId}/appRoleAssignedTo`, {
        principalId,
        resourceId,
        appRoleId: id,
      });
    } catch (error) {
      if (!isThereAlready(error)) throw error;
    }
};

/**
 * Registers the application, and gives all roles to the principals.
 * @returns {Promise<{ clientId: string, identifierUri: string }>}
 */
export const register = async (ask, { uniqueName, principals = [], ...wanted }) => {
  const registration = registrationOf({ uniqueName, ...wanted });
  const byName = `/applications(uniqueName='${uniqueName}')`;
  await ask('PATCH', byName, registration, CREATE_IF_MISSING);
  const { appId } = await ask('GET', `${byName}?$select=appId`);
  const byClient = `/servicePrincipals(appId='${appId}')`;
  await ask('PATCH', byClient, { appId }, CREATE_IF_MISSING);
  const { id } = await ask('GET', `${byClient}?$select=id`);
  for (const principal of principals) await give(ask, principal, id);
  return { clientId: appId, identifierUri: registration.identifierUris[0] };
};

/** One command line through a shell, because az is a script on Windows. */
const graphToken = () =>
  JSON.parse(
    execFileSync('az account get-access-token --resource-type ms-graph --output json', {
      encoding: 'utf8',
      shell: true,
      stdio: ['ignore', 'pipe', 'inherit'],
    }),
  ).accessToken;

const main = async () => {
  const { values } = parseArgs({
    options: {
      name: { type: 'string', default: `agent-mesh-${process.env.AZURE_ENV_NAME ?? 'dev'}` },
      give: { type: 'string', multiple: true, default: [] },
      client: { type: 'string', multiple: true, default: [] },
    },
  });
  const token = graphToken();
  const { tid, oid } = claimsOf(token);
  const made = await register(graph(token), {
    uniqueName: values.name,
    displayName: `Agent mesh (${values.name})`,
    tenantId: tid,
    clients: values.client,
    principals: values.give.length > 0 ? values.give : [oid],
  });
  const settings = { MESH_ENTRA_CLIENT_ID: made.clientId, MESH_ENTRA_IDENTIFIER_URI: made.identifierUri };
  for (const [name, value] of Object.entries(settings)) {
    console.log(`azd env set ${name} ${value}`);
    // As a hook azd is there, with an environment; by hand it may not be.
    if (process.env.AZURE_ENV_NAME) remember(name, value);
  }
};

if (import.meta.filename === process.argv[1]) await main();
