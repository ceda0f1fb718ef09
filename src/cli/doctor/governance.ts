import { existsSync, readFileSync } from 'node:fs';
import type { Area, Check } from './check';
import { fail, ok, skipped, warn } from './check';
import type { Patient } from './patient';

const LOCAL = 'it is about deployments';
const NO_AZD = 'azd knows no environment here (azd env select)';

/** What `azd provision` gives out, and other commands read. */
const OUTPUTS = [
  'MESH_API_URL',
  'MESH_CALLER_AUDIENCE',
  'AZURE_RESOURCE_GROUP',
  'EVENT_HUBS_NAMESPACE',
  'LOG_ANALYTICS_CUSTOMER_ID',
];

type Values = Readonly<Record<string, string>>;

/** A check of a deployment that azd knows. */
const deployed = (
  name: string,
  advice: string,
  look: (values: Values, patient: Patient) => ReturnType<Check['look']>,
): Check => ({
  name,
  advice,
  look: async (patient) => {
    if (patient.isLocal) return skipped(LOCAL);
    const values = await patient.azure.values();
    return values ? look(values, patient) : skipped(NO_AZD);
  },
});

const owners: Check = {
  name: 'each agent has an owner',
  advice: 'Give the agent an owner, in src/agents/<name>/index.ts.',
  // Who owns what is not for everybody who may read the API; a mesh with an agent that nobody owns does not start.
  look: async ({ openapi }) =>
    (await openapi()).status === 200
      ? ok('the mesh does not start otherwise')
      : fail('the mesh does not answer', 'See whether the gateway runs: npm run mesh -- ps'),
};

const outputs = deployed(
  'azd knows the deployment',
  'Run azd provision, or choose the environment: azd env select',
  (values, { url }) => {
    const missing = OUTPUTS.filter((name) => !values[name]);
    if (missing.length > 0) return fail(`it does not know ${missing.join(', ')}`, outputs.advice);
    const known = values['MESH_API_URL']!.replace(/\/+$/, '');
    return known === url
      ? ok(values['AZURE_ENV_NAME'])
      : warn(
          `its environment is of ${known}, and this is ${url}`,
          'Choose the environment of this mesh: azd env select',
        );
  },
);

const budget = deployed(
  'costs and alerts reach somebody',
  'azd env set MESH_ALERT_EMAILS you@example.com, then azd provision',
  (values) => {
    if (!values['MESH_ALERT_EMAILS']) return warn('alerts are seen in the portal only', budget.advice);
    return values['MESH_BUDGET_START']
      ? ok(values['MESH_ALERT_EMAILS'])
      : warn('there is no budget', 'azd env set MESH_BUDGET_START <yyyy-MM-01>, then azd provision');
  },
);

interface Size {
  eventHubs: { retentionHours: number };
}

const retention = deployed(
  'hubs keep events long enough to mend what reads them',
  'Raise eventHubs.retentionHours in infra/environments/<size>.json: 72 hours bridge a weekend.',
  (values) => {
    const file = `infra/environments/${values['MESH_ENVIRONMENT'] ?? 'dev'}.json`;
    if (!existsSync(file)) return skipped('this is not the project’s folder');
    const { retentionHours } = (JSON.parse(readFileSync(file, 'utf8')) as Size).eventHubs;
    return retentionHours >= 72
      ? ok(`${retentionHours} hours`)
      : warn(`${retentionHours} hours`, retention.advice);
  },
);

const tags = deployed(
  'everything is tagged with its environment',
  'Tag what is listed with azd-env-name, or azd down leaves it behind: az tag update --operation merge',
  async (values, { azure }) => {
    const group = values['AZURE_RESOURCE_GROUP'];
    const found =
      group &&
      (await azure.az('resource', 'list', '--resource-group', group, '--query', '[].{name:name,tags:tags}'));
    if (!Array.isArray(found)) return skipped('the Azure CLI does not answer, or may not list the group');
    const bare = (found as { name: string; tags: Values | null }[]).filter(
      (one) => !one.tags?.['azd-env-name'],
    );
    return bare.length === 0
      ? ok(`${found.length} resources`)
      : warn(bare.map(({ name }) => name).join(', '), tags.advice);
  },
);

export const governance: Area = { name: 'Governance', checks: [owners, outputs, budget, retention, tags] };
