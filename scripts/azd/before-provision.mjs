// Before provisioning: finds out what the templates cannot, and remembers it with the environment. What is set already stays; where
// Azure does not answer, this says so and goes on, because the templates have defaults.
import { execFileSync } from 'node:child_process';
import { arm, claimsOf, remember, tokenFor } from './azd.mjs';
import { rememberHosting } from './hosting.mjs';

const { env } = process;
const IN_PIPELINE = Boolean(env.CI || env.TF_BUILD);

/** Who deploys: granting to a pipeline's principal as 'User' is refused (UnmatchedPrincipalType). @param claims of its token */
export const principalOf = ({ idtyp, oid, upn, unique_name: name }) => ({
  AZURE_PRINCIPAL_ID: oid,
  AZURE_PRINCIPAL_TYPE: idtyp === 'app' ? 'ServicePrincipal' : 'User',
  MESH_PUBLISHER_EMAIL: [upn, name].find((text) => /^[^#\s@]+@[^\s@]+$/.test(text ?? '')),
});

/** A budget keeps the month that it began in. */
export const budgetStartOf = (now) => `${now.toISOString().slice(0, 7)}-01`;

/** The address of docs/operations, from that of the repository. @param {string} remote as git has it */
export const runbooksOf = (remote) => {
  const [, host, path] = /^(?:https:\/\/(?:[^@/]+@)?|git@)([^:/]+)[:/](.+?)(?:\.git)?\s*$/.exec(remote) ?? [];
  return host && `https://${host}/${path}/blob/main/docs/operations`;
};

const inGroup = (id, groupName) => id?.toLowerCase().includes(`/resourcegroups/${groupName.toLowerCase()}/`);

/** What `azd down` left behind: its name is taken until it is purged, two days or ninety, unless it is brought back. */
export const deletedIn = (groupName, resources) =>
  resources.find(({ properties }) => inGroup(properties.serviceId ?? properties.vaultId, groupName));

const DELETED = [
  {
    what: 'API Management',
    path: 'Microsoft.ApiManagement/deletedservices?api-version=2024-05-01',
    setting: 'MESH_API_MANAGEMENT_RESTORE',
  },
  {
    what: 'Key Vault',
    path: 'Microsoft.KeyVault/deletedVaults?api-version=2025-05-01',
    setting: 'MESH_KEY_VAULT_RESTORE',
  },
];

const rememberNew = (values) => {
  for (const [name, value] of Object.entries(values)) if (value && !env[name]) remember(name, value);
};

const findRunbooks = () => {
  const remote = execFileSync('git', ['remote', 'get-url', 'origin'], { encoding: 'utf8', stdio: 'pipe' });
  rememberNew({ MESH_RUNBOOK_URL: runbooksOf(remote) });
};

const findDeleted = async ({ what, path, setting }) => {
  const { value } = await arm(`/subscriptions/${env.AZURE_SUBSCRIPTION_ID}/providers/${path}`);
  const deleted = deletedIn(`rg-${env.AZURE_ENV_NAME}`, value);
  remember(setting, String(Boolean(deleted)));
  if (deleted) console.log(`${what} ${deleted.name} was deleted not long ago: it is brought back.`);
};

/** One that fails does not keep the others from being tried. */
const attempt = async (what, find) => {
  try {
    await find();
  } catch (error) {
    console.warn(`Could not find out ${what}, going on with what is set: ${error.message}`);
  }
};

const main = async () => {
  await attempt('where the workers are to run', () => rememberHosting(env));
  // A pipeline forgets its environment, and a budget's first month can never change: it leaves the budget as it is.
  if (!IN_PIPELINE)
    await attempt('when the budget begins', () =>
      rememberNew({ MESH_BUDGET_START: budgetStartOf(new Date()) }),
    );
  await attempt('where the repository is', findRunbooks);
  await attempt('who deploys', () => rememberNew(principalOf(claimsOf(tokenFor()))));
  for (const kind of DELETED) await attempt(`whether ${kind.what} was deleted`, () => findDeleted(kind));
};

if (import.meta.filename === process.argv[1]) await main();
