import { APPS, type App } from '../../src/contracts/apps';
import { RIGHTS } from '../../src/contracts/rights';
import { canaryApp } from '../../src/functions/compose/canary';
import { gatewayApp } from '../../src/functions/compose/gateway';
import { operationsApp } from '../../src/functions/compose/operations';
import { plannerApp } from '../../src/functions/compose/planner';
import { askedBy, reachOf } from '../../src/functions/compose/reach';
import { restrictedWorkerApp, workerApp } from '../../src/functions/compose/worker';
import sample from '../../local.settings.sample.json';

// What the bundler puts in, and what the platform gives.
Object.assign(globalThis, { MESH_VERSION: '0.0.0-test' });
Object.assign(process.env, sample.Values);

const COMPOSED: Readonly<Record<App, () => unknown>> = {
  gateway: gatewayApp,
  planner: plannerApp,
  worker: workerApp,
  'worker-restricted': restrictedWorkerApp,
  operations: operationsApp,
  canary: canaryApp,
};

/** What agents keep is asked for by them, when they perform; their ports are made in compose/agents.ts. */
const OF_AGENTS = new Set(['table ledger']);

const rightsOf = (app: App): readonly string[] => {
  const { tables, containers, queues } = RIGHTS[app];
  return [
    ...Object.keys(tables).map((name) => `table ${name}`),
    ...Object.keys(containers).map((name) => `container ${name}`),
    ...queues.map((name) => `queue ${name}`),
  ].filter((what) => !OF_AGENTS.has(what));
};

it.each(Object.keys(APPS) as App[])('composes %s with exactly what it has a right to', (app) => {
  COMPOSED[app]();
  expect([...askedBy(app)].toSorted()).toEqual(rightsOf(app).toSorted());
});

it('says where to give a right that is missing', () => {
  const { stores } = reachOf('gateway');
  expect(() => stores.claims()).toThrow(
    "the app 'gateway' may not use the table 'claims': give it the right in src/contracts/rights.ts and in infra/access/",
  );
  expect(() => stores.delayed()).toThrow("the app 'gateway' may not send to the queue 'delayed'");
});

it('refuses to send where an app may not, before anything is sent', async () => {
  const { publisher } = reachOf('canary');
  const event = { specversion: '1.0', id: '1', source: '/t', type: 'business.test.intent' } as const;
  await expect(publisher.publish([event])).rejects.toThrow(
    "the app 'canary' may not send to the hub 'intents'",
  );
});

it('refuses what an app may only read to be written', async () => {
  const { contents } = reachOf('canary');
  await expect(contents.put('content/x', new Uint8Array())).rejects.toThrow(
    "the app 'canary' may not write to the container 'content'",
  );
});
