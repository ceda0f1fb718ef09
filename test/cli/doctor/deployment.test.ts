import type { Area } from '../../../src/cli/doctor/check';
import { governance } from '../../../src/cli/doctor/governance';
import { observability } from '../../../src/cli/doctor/observability';
import { resilience } from '../../../src/cli/doctor/resilience';
import { security } from '../../../src/cli/doctor/security';
import { serviceLevels } from '../../../src/cli/doctor/service-levels';
import { deployed, lookAt, VALUES, type Deployed } from './patient';

interface Case {
  area: Area;
  name: string;
  ill: Deployed;
  kind: 'warn' | 'fail';
  says: RegExp;
}

const without = (...names: readonly string[]) =>
  Object.fromEntries(Object.entries(VALUES).filter(([name]) => !names.includes(name)));

const part = (name: string, status: string, detail: string): Deployed => ({
  values: VALUES,
  api: ({ path }) =>
    path === 'health' ? { status: 503, json: { status, parts: [{ name, status, detail }] } } : undefined,
});

const letters = (state: string): Deployed => ({
  values: VALUES,
  api: ({ path }) =>
    path.includes(`state=${state}`)
      ? { status: 200, json: { letters: [{ id: '1' }], cursor: 'c' } }
      : { status: 200, json: { letters: [] } },
});

const CASES: readonly Case[] = [
  {
    area: resilience,
    name: 'storage answers',
    ill: part('storage', 'down', ''),
    kind: 'fail',
    says: /storage is down/,
  },
  {
    area: resilience,
    name: 'all hubs answer, and their readers keep up',
    ill: part('broker', 'behind', '5000 events of tasks wait for worker'),
    kind: 'warn',
    says: /5000 events of tasks wait for worker/,
  },
  {
    area: resilience,
    name: 'all hubs answer, and their readers keep up',
    ill: part('broker', 'down', 'no answer from dlq'),
    kind: 'fail',
    says: /no answer from dlq/,
  },
  {
    area: resilience,
    name: 'the monitor looks',
    ill: part('monitor', 'behind', 'it has not looked yet'),
    kind: 'warn',
    says: /has not looked yet/,
  },
  {
    area: resilience,
    name: 'no dead letter is open',
    ill: letters('new'),
    kind: 'warn',
    says: /1 or more are new/,
  },
  {
    area: resilience,
    name: 'no dead letter is open',
    ill: {
      values: VALUES,
      api: ({ path }) =>
        path.includes('state=new') && path.includes('tenant=*')
          ? { status: 200, json: { letters: [{ id: '1', tenant: 'contoso' }] } }
          : { status: 200, json: { letters: [] } },
    },
    kind: 'warn',
    says: /1 are new, of contoso/,
  },
  {
    area: resilience,
    name: 'no dead letter is parked',
    ill: letters('parked'),
    kind: 'warn',
    says: /1 or more are parked/,
  },
  {
    area: resilience,
    name: 'what an audit needs is captured',
    ill: { values: VALUES },
    kind: 'warn',
    says: /not captured/,
  },
  {
    area: serviceLevels,
    name: 'the API accepts within 1 s',
    ill: { values: VALUES, api: () => ({ status: 503 }) },
    kind: 'fail',
    says: /503, not with 202/,
  },
  {
    area: observability,
    name: 'a refusal comes with an id to ask for',
    ill: { values: VALUES, api: () => ({ status: 404 }) },
    kind: 'warn',
    says: /no x-correlation-id/,
  },
  {
    area: observability,
    name: 'the metrics of the mesh arrive',
    ill: { values: VALUES, az: { 'monitor log-analytics query': [] } },
    kind: 'warn',
    says: /none came/,
  },
  {
    area: governance,
    name: 'azd knows the deployment',
    ill: { values: without('MESH_API_URL') },
    kind: 'fail',
    says: /MESH_API_URL/,
  },
  {
    area: governance,
    name: 'azd knows the deployment',
    ill: { values: { ...VALUES, MESH_API_URL: 'https://other/api' } },
    kind: 'warn',
    says: /is of https:\/\/other\/api/,
  },
  {
    area: governance,
    name: 'costs and alerts reach somebody',
    ill: { values: without('MESH_ALERT_EMAILS') },
    kind: 'warn',
    says: /portal only/,
  },
  {
    area: governance,
    name: 'costs and alerts reach somebody',
    ill: { values: without('MESH_BUDGET_START') },
    kind: 'warn',
    says: /no budget/,
  },
  {
    area: governance,
    name: 'everything is tagged with its environment',
    ill: { values: VALUES, az: { 'resource list': [{ name: 'stray', tags: null }] } },
    kind: 'warn',
    says: /stray/,
  },
  {
    area: security,
    name: 'who has no token is refused',
    ill: { values: VALUES, api: () => ({ status: 200 }) },
    kind: 'fail',
    says: /200, not with 401/,
  },
  {
    area: security,
    name: 'a token that was changed is refused',
    ill: { values: VALUES, api: () => ({ status: 200 }) },
    kind: 'fail',
    says: /200/,
  },
  {
    area: security,
    name: 'a token for another API is refused',
    ill: { values: VALUES, api: () => ({ status: 403 }) },
    kind: 'fail',
    says: /403, not with 401/,
  },
  {
    area: security,
    name: 'links lead to this address and no other',
    ill: {
      values: VALUES,
      api: ({ path }) =>
        path === 'openapi.json'
          ? { status: 200, json: { servers: [{ url: 'https://func-gateway-x.azurewebsites.net' }] } }
          : undefined,
    },
    kind: 'fail',
    says: /func-gateway-x\.azurewebsites\.net/,
  },
  {
    area: security,
    name: 'the hubs take no keys',
    ill: { values: VALUES, az: { 'eventhubs namespace show': false } },
    kind: 'fail',
    says: /evhns-x takes keys/,
  },
  {
    area: security,
    name: 'no address inside the network can be a webhook’s',
    ill: {
      values: VALUES,
      api: ({ path }) => (path === 'subscriptions' ? { status: 201, json: { id: 'x' } } : undefined),
    },
    kind: 'fail',
    says: /169\.254\.169\.254/,
  },
  {
    area: security,
    name: 'errors are problem details that give nothing away',
    ill: {
      values: VALUES,
      api: () => ({
        status: 400,
        headers: { 'content-type': 'application/problem+json' },
        text: 'TypeError: x\n at f (/home/site/wwwroot/dist/functions/index.js:1:2)',
      }),
    },
    kind: 'warn',
    says: /TypeError/,
  },
];

it.each(CASES)(
  '$area.name, $name: tells what is wrong, and what to do',
  async ({ area, name, ill, kind, says }) => {
    const finding = await lookAt(area, name, deployed(ill));
    expect(finding).toMatchObject({
      kind,
      detail: expect.stringMatching(says),
      advice: expect.stringMatching(/\w/),
    });
  },
);

const OF_A_DEPLOYMENT: readonly (readonly [Area, string])[] = [
  [observability, 'a refusal comes with an id to ask for'],
  [observability, 'the metrics of the mesh arrive'],
  [governance, 'azd knows the deployment'],
  [governance, 'costs and alerts reach somebody'],
  [governance, 'hubs keep events long enough to mend what reads them'],
  [governance, 'everything is tagged with its environment'],
  [security, 'who has no token is refused'],
  [security, 'a token that was changed is refused'],
  [security, 'a token without a signature is refused'],
  [security, 'a token for another API is refused'],
  [security, 'links lead to this address and no other'],
  [security, 'the hubs take no keys'],
  [security, 'no address inside the network can be a webhook’s'],
  [security, 'errors are problem details that give nothing away'],
];

it.each(OF_A_DEPLOYMENT)('$name: says nothing against a deployment that is well: %s', async (area, name) => {
  expect((await lookAt(area, name, deployed())).kind).toBe('ok');
});

it('takes back a webhook that should not have been taken', async () => {
  const asked: string[] = [];
  const patient = deployed({
    values: VALUES,
    api: ({ path, method = 'GET' }) => {
      asked.push(`${method} ${path}`);
      return path === 'subscriptions' ? { status: 201, json: { id: 'secret' } } : { status: 204 };
    },
  });
  await lookAt(security, 'no address inside the network can be a webhook’s', patient);
  expect(asked).toEqual(['POST subscriptions', 'DELETE hooks/secret']);
});

it('says that it skips what it cannot know', async () => {
  const finding = await lookAt(security, 'the hubs take no keys', deployed({ values: undefined }));
  expect(finding).toEqual({ kind: 'skipped', why: 'azd knows no environment here (azd env select)' });
});
