// Before provisioning: finds out what the templates cannot, and remembers it with the environment. Nothing here is needed where the
// value is set already; where Azure does not answer, it says so and goes on, because the templates have defaults.
import { arm, claimsOf, remember, tokenFor } from './azd.mjs';

const { env } = process;
const IN_PIPELINE = Boolean(env.CI || env.TF_BUILD || env.GITHUB_ACTIONS);

/** Role assignments to a pipeline's principal as 'User' are refused (UnmatchedPrincipalType). */
export const principalOf = ({ idtyp, oid }) => ({
  AZURE_PRINCIPAL_ID: oid,
  AZURE_PRINCIPAL_TYPE: idtyp === 'app' ? 'ServicePrincipal' : 'User',
});

/** A budget keeps the month that it began in; a pipeline does not remember, so it leaves the budget as it is. */
export const budgetStart = (now) => `${now.toISOString().slice(0, 7)}-01`;

/** What `azd down` left of this environment: a name that is taken for two days, unless the service is restored. */
export const deletedOf = (services, groupName) =>
  services.find(({ properties }) =>
    properties.serviceId?.toLowerCase().includes(`/resourcegroups/${groupName.toLowerCase()}/`),
  );

const findPrincipal = (token) => {
  for (const [name, value] of Object.entries(principalOf(claimsOf(token))))
    if (!env[name]) remember(name, value);
};

const findDeletedApi = async (token) => {
  const path = `/subscriptions/${env.AZURE_SUBSCRIPTION_ID}/providers/Microsoft.ApiManagement/deletedservices?api-version=2024-05-01`;
  const { value } = await arm(path, { token });
  const deleted = deletedOf(value, `rg-${env.AZURE_ENV_NAME}`);
  remember('MESH_API_MANAGEMENT_RESTORE', String(Boolean(deleted)));
  if (deleted) console.log(`API Management ${deleted.name} was deleted not long ago, and is restored.`);
};

const main = async () => {
  if (!env.MESH_BUDGET_START && !IN_PIPELINE) remember('MESH_BUDGET_START', budgetStart(new Date()));
  const token = tokenFor();
  findPrincipal(token);
  await findDeletedApi(token);
};

if (import.meta.filename === process.argv[1])
  await main().catch((error) => {
    console.warn(`Could not ask Azure before provisioning, going on with what is set: ${error.message}`);
  });
