import { readPorts } from '../../local/supervisor/registry';
import type { Area, Check, Finding } from './check';
import { fail, ok, skipped, warn } from './check';
import type { Answer, Ask, Patient } from './patient';

const DOOR =
  'See what the gateway verifies: MESH_ISSUERS, and the policies of API Management (infra/api/policies/mesh.xml).';

/** A request that must be refused so. */
const refused = (
  name: string,
  {
    status: wanted,
    advice = DOOR,
    ask,
  }: { status: number; advice?: string; ask: (patient: Patient) => Promise<Ask | string> },
): Check => ({
  name,
  advice,
  look: async (patient) => {
    const request = await ask(patient);
    if (typeof request === 'string') return skipped(request);
    const { status } = await patient.ask(request);
    return status === wanted
      ? ok(String(status))
      : fail(`it was answered with ${status}, not with ${wanted}`, advice);
  },
});

/** A token of this machine's issuer that says what is asked. */
const localToken = async ({ data }: Patient, claims: Readonly<Record<string, string>>): Promise<string> => {
  const port = readPorts(data)!.issuer;
  const answer = await fetch(`http://127.0.0.1:${port}/token?${new URLSearchParams(claims)}`);
  return ((await answer.json()) as { access_token: string }).access_token;
};

const NO_OTHER_TOKEN = 'there is no such token for a deployment at hand';
const RUNS = 'runs?limit=1';

const noToken = refused('who has no token is refused', {
  status: 401,
  ask: async () => ({ path: RUNS, token: null }),
});

const forged = refused('a token that was changed is refused', {
  status: 401,
  ask: async ({ token }) => {
    const [header, payload, signature] = (await token()).split('.');
    if (!payload || !signature) return 'your token is no JSON Web Token';
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as object;
    const changed = Buffer.from(JSON.stringify({ ...claims, tid: 'somebody-else' })).toString('base64url');
    return { path: RUNS, token: `${header}.${changed}.${signature}` };
  },
});

const unsigned = refused('a token without a signature is refused', {
  status: 401,
  ask: async ({ token }) => {
    const payload = (await token()).split('.')[1];
    const header = Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT' })).toString('base64url');
    return payload ? { path: RUNS, token: `${header}.${payload}.` } : 'your token is no JSON Web Token';
  },
});

const otherAudience = refused('a token for another API is refused', {
  status: 401,
  ask: async (patient) => {
    if (patient.isLocal)
      return { path: RUNS, token: await localToken(patient, { audience: 'api://another' }) };
    const answer = (await patient.azure.az('account', 'get-access-token')) as
      { accessToken?: string } | undefined;
    return answer?.accessToken ? { path: RUNS, token: answer.accessToken } : 'the Azure CLI is not signed in';
  },
});

const expired = refused('a token that has expired is refused', {
  status: 401,
  ask: async (patient) =>
    patient.isLocal ? { path: RUNS, token: await localToken(patient, { seconds: '-3600' }) } : NO_OTHER_TOKEN,
});

const noRole = refused('who has no role is refused', {
  status: 403,
  ask: async (patient) =>
    patient.isLocal ? { path: RUNS, token: await localToken(patient, { roles: 'None' }) } : NO_OTHER_TOKEN,
});

const otherTenant: Check = {
  name: 'another tenant sees nothing',
  advice: 'Stop: data of tenants mixes. See docs/guarantees.md.',
  look: async (patient) => {
    if (!patient.isLocal) return skipped(NO_OTHER_TOKEN);
    const token = await localToken(patient, { tenant: 'mesh-doctor' });
    const { status, json } = await patient.ask({ path: RUNS, token });
    const { runs = [] } = (json ?? {}) as { runs?: readonly unknown[] };
    return status === 200 && runs.length === 0
      ? ok()
      : fail(
          `a tenant that has no runs was answered with ${status} and ${runs.length} runs`,
          otherTenant.advice,
        );
  },
};

const behind: Check = {
  name: 'nobody reaches the functions past API Management',
  advice: 'See infra/functions/auth.bicep: only the identity of API Management may call the gateway.',
  look: async ({ isLocal, azure }) => {
    if (isLocal) return skipped('API Management stands before deployments only');
    const app = (await azure.values())?.['GATEWAY_APP_NAME'];
    if (!app) return skipped('azd knows no environment here (azd env select)');
    const response = await fetch(`https://${app}.azurewebsites.net/api/openapi.json`, {
      redirect: 'manual',
    }).catch(() => undefined);
    if (!response) return ok('it does not answer');
    return [401, 403].includes(response.status)
      ? ok(String(response.status))
      : fail(`${app} answered ${response.status} to somebody without a token`, behind.advice);
  },
};

const links: Check = {
  name: 'links lead to this address and no other',
  advice: 'Set MESH_PUBLIC_URL of the gateway to where callers reach the API, without /api.',
  look: async ({ url, ask, openapi }) => {
    const { servers = [] } = (await openapi()).json as { servers?: { url: string }[] };
    const { schemas: [one] = [] } = (await ask({ path: 'schemas', token: null })).json as {
      schemas?: { link: string }[];
    };
    const others = [...servers.map((server) => server.url), one?.link ?? url].filter(
      (address) => new URL(address).host !== new URL(url).host,
    );
    return others.length === 0 ? ok(new URL(url).host) : fail(`others: ${others.join(', ')}`, links.advice);
  },
};

const tls: Check = {
  name: 'nothing travels in the clear',
  advice: 'Let API Management take https only (protocols of its API).',
  look: async ({ isLocal, url }) => {
    if (isLocal) return skipped('it does not leave this machine');
    if (!url.startsWith('https:')) return fail(`${url} is not https`, tls.advice);
    const plain = await fetch(`${url.replace(/^https:/, 'http:')}/health`, { redirect: 'manual' }).catch(
      () => undefined,
    );
    if (!plain || plain.status >= 300) return ok(plain ? String(plain.status) : 'plain http is not answered');
    return fail(`plain http is answered with ${plain.status}`, tls.advice);
  },
};

const keys: Check = {
  name: 'the hubs take no keys',
  advice: 'Provision again: infra/event-hubs/namespace.bicep says disableLocalAuth.',
  look: async ({ isLocal, azure }) => {
    if (isLocal) return skipped('the broker of this machine has none that protect anything');
    const { EVENT_HUBS_NAMESPACE: name, AZURE_RESOURCE_GROUP: group } = (await azure.values()) ?? {};
    if (!name || !group) return skipped('azd knows no environment here (azd env select)');
    const off = await azure.az(
      'eventhubs',
      'namespace',
      'show',
      '--name',
      name,
      '--resource-group',
      group,
      '--query',
      'disableLocalAuth',
    );
    if (off === undefined) return skipped('the Azure CLI does not answer, or may not look');
    return off === true ? ok() : fail(`${name} takes keys`, keys.advice);
  },
};

/** Where services keep what only they may know; no caller's webhook belongs there. */
const INSIDE = [
  'https://169.254.169.254/metadata/instance',
  'https://10.0.0.4/',
  'https://[::ffff:169.254.169.254]/',
];

const subscribed = async (patient: Patient, sink: string): Promise<Finding | undefined> => {
  const answer = await patient.ask({
    method: 'POST',
    path: 'subscriptions',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ sink }),
  });
  if (answer.status === 403) return skipped('your token has not the role Mesh.Read');
  if (answer.status >= 400 && answer.status < 500) return undefined;
  await undone(patient, answer);
  return patient.isLocal
    ? skipped('this machine lets webhooks lead anywhere (MESH_WEBHOOK_TARGETS)')
    : fail(`${sink} was taken as a webhook's address (${answer.status})`, inside.advice);
};

/** What should not have been made is taken back. */
const undone = async ({ ask }: Pick<Patient, 'ask'>, { json, headers }: Answer): Promise<void> => {
  const { id } = (json ?? {}) as { id?: string };
  const path = id ? `hooks/${id}` : headers.get('location')?.split('/api/')[1];
  if (path) await ask({ method: 'DELETE', path, token: null });
};

const inside: Check = {
  name: 'no address inside the network can be a webhook’s',
  advice: 'Set MESH_WEBHOOK_TARGETS to public, and see src/mesh/webhooks/sink.ts.',
  look: async (patient) => {
    for (const sink of INSIDE) {
      const finding = await subscribed(patient, sink);
      if (finding) return finding;
    }
    return ok(`${INSIDE.length} tried`);
  },
};

/** What an error must not tell: where the code is, what it is made of, what it was given. */
const INDISCREET =
  /\bat \w[^\n]*:\d+:\d+|node_modules|[\\/](src|dist|home|wwwroot)[\\/]|AccountKey|SharedAccess|Bearer ey/;

const discreet: Check = {
  name: 'errors are problem details that give nothing away',
  advice: 'See src/mesh/gateway/gateway.ts: whatever goes wrong must become problem details.',
  look: async ({ ask }) => {
    const answers = await Promise.all([
      ask({ path: 'doctor-none' }),
      ask({ path: 'runs/%00%ff' }),
      ask({ path: 'runs?limit=many' }),
      ask({
        method: 'POST',
        path: 'events',
        headers: { 'content-type': 'application/cloudevents+json' },
        body: '{"',
      }),
    ]);
    const wrong = answers.find(
      ({ status, headers, text }) =>
        status < 400 ||
        status >= 500 ||
        !headers.get('content-type')?.startsWith('application/problem+json') ||
        INDISCREET.test(text),
    );
    if (!wrong) return ok(`${answers.length} tried`);
    return warn(
      `an answer was ${wrong.status} ${wrong.headers.get('content-type') ?? ''}: ${wrong.text.slice(0, 120)}`,
      discreet.advice,
    );
  },
};

export const security: Area = {
  name: 'Security',
  checks: [
    noToken,
    forged,
    unsigned,
    otherAudience,
    expired,
    noRole,
    otherTenant,
    behind,
    links,
    tls,
    keys,
    inside,
    discreet,
  ],
};
