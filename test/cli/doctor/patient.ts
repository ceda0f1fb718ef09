import type { Area, Finding } from '../../../src/cli/doctor/check';
import type { Answer, Ask, Patient } from '../../../src/cli/doctor/patient';

export const URL_OF_MESH = 'https://contoso.azure-api.net/mesh/api';

/** What azd knows of a deployment that is well. */
export const VALUES: Readonly<Record<string, string>> = {
  AZURE_ENV_NAME: 'mesh-prod',
  AZURE_RESOURCE_GROUP: 'rg-mesh-prod',
  EVENT_HUBS_NAMESPACE: 'evhns-x',
  GATEWAY_APP_NAME: 'func-gateway-x',
  LOG_ANALYTICS_CUSTOMER_ID: 'w-1',
  MESH_ALERT_EMAILS: 'us@example.com',
  MESH_API_URL: URL_OF_MESH,
  MESH_BUDGET_START: '2026-11-01',
  MESH_CALLER_AUDIENCE: 'api://mesh',
  MESH_ENVIRONMENT: 'prod',
};

/** Answers of `az`, by the words that begin a command. */
export type Az = Readonly<Record<string, unknown>>;
const WELL: Az = {
  'account get-access-token': { accessToken: 'a.token.of-another-api' },
  'eventhubs namespace show': true,
  'monitor log-analytics query': [{ Name: 'mesh.tasks' }],
  'resource list': [{ name: 'evhns-x', tags: { 'azd-env-name': 'mesh-prod' } }],
};

export interface Answered {
  status: number;
  json?: unknown;
  headers?: Readonly<Record<string, string>>;
  text?: string;
}

const answerOf = ({ status, json, headers = {}, text }: Answered): Answer => ({
  status,
  json,
  headers: new Headers(headers),
  text: text ?? JSON.stringify(json ?? {}),
  ms: 5,
});

export interface Deployed {
  values?: Readonly<Record<string, string>> | undefined;
  az?: Az;
  /** What the API answers; a fit one's answer if undefined. */
  api?: (ask: Ask) => Answered | undefined;
}

const PROBLEM = { 'content-type': 'application/problem+json', 'x-correlation-id': 'c-1' };
const TOKEN = ['{"alg":"RS256"}', '{"tid":"t"}']
  .map((part) => Buffer.from(part).toString('base64url'))
  .join('.');

/** A deployment that is well, as far as the API tells. */
const wellApi = ({ path, token, body }: Ask): Answered => {
  if (path === 'openapi.json')
    return {
      status: 200,
      json: { openapi: '3.1.0', servers: [{ url: 'https://contoso.azure-api.net/mesh' }] },
    };
  if (path === 'schemas') return { status: 200, json: { schemas: [{ link: `${URL_OF_MESH}/schemas/x/1` }] } };
  if (path === 'health') return { status: 200, json: { status: 'up', parts: [] } };
  if (token !== undefined) return { status: 401, headers: PROBLEM };
  if (path === 'events' && body === '[]') return { status: 202, json: { accepted: [] } };
  return { status: 400, headers: PROBLEM };
};

/** A deployment, as the checks see it. Nothing of it is there. */
export const deployed = (
  { values, az = {}, api = () => undefined }: Deployed = { values: VALUES },
): Patient => {
  const ask: Patient['ask'] = async (request) => answerOf(api(request) ?? wellApi(request));
  const answers = { ...WELL, ...az };
  return {
    url: URL_OF_MESH,
    isLocal: false,
    data: '/nowhere',
    options: {},
    ask,
    token: async () => `${TOKEN}.signature`,
    health: async () => (await ask({ path: 'health' })).json as Awaited<ReturnType<Patient['health']>>,
    openapi: () => ask({ path: 'openapi.json' }),
    azure: {
      values: async () => values,
      az: async (...args) =>
        answers[Object.keys(answers).find((known) => args.join(' ').startsWith(known)) ?? ''],
      token: async () => 'token',
    },
  };
};

/** Looks at one thing, by its name. */
export const lookAt = async (area: Area, name: string, patient: Patient): Promise<Finding> => {
  const check = area.checks.find((one) => one.name === name);
  if (!check) throw new Error(`${area.name} has no check '${name}'`);
  return check.look(patient);
};
