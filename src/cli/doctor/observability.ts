import type { Area, Check } from './check';
import { fail, ok, skipped, warn } from './check';
import { NOT_SENT, sentRun } from './sent-run';

const LOCAL = 'a laptop sends to no backend (MESH_TRACE_FILE writes spans to a file)';
const NO_AZD = 'azd knows no environment here (azd env select)';

const trace: Check = {
  name: 'a run is one trace with the request that asked for it',
  advice: 'See whether traceparent gets through whatever stands before the mesh.',
  look: async (patient) => {
    const sent = await sentRun(patient);
    if (!sent) return skipped(NOT_SENT);
    const { run, trace: own } = sent;
    return run.traceId === own
      ? ok(own)
      : fail(`the run is of trace ${run.traceId ?? 'none'}, and was asked for in ${own}`, trace.advice);
  },
};

const told: Check = {
  name: 'a refusal comes with an id to ask for',
  advice: 'See the policies of API Management (infra/api/policies/fragments/correlation.xml).',
  look: async ({ isLocal, ask }) => {
    if (isLocal) return skipped('API Management gives it, and none stands before this mesh');
    const { headers } = await ask({ path: 'doctor-none' });
    const id = headers.get('x-correlation-id');
    return id ? ok(id) : warn('an answer has no x-correlation-id', told.advice);
  },
};

const METRICS_QUERY =
  "AppMetrics | where TimeGenerated > ago(1h) and (Name startswith 'mesh.' or Name startswith 'messaging.') | summarize by Name";

const metrics: Check = {
  name: 'the metrics of the mesh arrive',
  advice:
    'See APPLICATIONINSIGHTS_CONNECTION_STRING of the apps, and that their identities have the role Monitoring Metrics Publisher.',
  look: async ({ isLocal, azure }) => {
    if (isLocal) return skipped(LOCAL);
    const workspace = (await azure.values())?.['LOG_ANALYTICS_CUSTOMER_ID'];
    if (!workspace) return skipped(NO_AZD);
    const rows = await azure.az(
      'monitor',
      'log-analytics',
      'query',
      '--workspace',
      workspace,
      '--analytics-query',
      METRICS_QUERY,
    );
    if (!Array.isArray(rows)) return skipped('the Azure CLI does not answer, or may not read the workspace');
    return rows.length > 0
      ? ok(`${rows.length} in the last hour`)
      : warn('none came in the last hour', metrics.advice);
  },
};

export const observability: Area = { name: 'Observability', checks: [trace, told, metrics] };
