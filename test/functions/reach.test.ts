import { APPS, type App } from '../../src/contracts/apps';
import { endType, intentType, MESH, taskType } from '../../src/contracts/event-types';
import { hubOf, HUBS, type Hub } from '../../src/contracts/hubs';
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
const OF_AGENTS = new Set(['table ledger', 'table orders']);

const rightsOf = (app: App): readonly string[] => {
  const { tables, containers, queues, inspects } = RIGHTS[app];
  return [
    ...Object.keys(tables).map((name) => `table ${name}`),
    ...Object.keys(containers).map((name) => `container ${name}`),
    ...queues.map((name) => `queue ${name}`),
    ...(inspects.length > 0 ? ['checkpoints'] : []),
  ].filter((what) => !OF_AGENTS.has(what));
};

it.each(Object.keys(APPS) as App[])('composes %s with exactly what it has a right to', (app) => {
  COMPOSED[app]();
  expect([...askedBy(app)].toSorted()).toEqual(rightsOf(app).toSorted());
});

const normal = (type: string): Hub => hubOf({ type });
const high = (type: string): Hub => hubOf({ type, priority: 'high' });

/** Why an app sends where it does: what it sends there. */
const SENT: Readonly<Record<App, readonly Hub[]>> = {
  gateway: [
    normal(intentType('x')),
    high(intentType('x')),
    // Cancellations, and answers of people and outside systems.
    normal(MESH.runCancel),
    normal(MESH.taskAnswer),
  ],
  planner: [
    normal(taskType('x', 'created')),
    high(taskType('x', 'created')),
    hubOf({ type: taskType('x', 'created'), dataclassification: 'restricted' }),
    normal(MESH.runCheck),
    normal(MESH.runChanged),
    normal(endType('x', 'completed')),
    normal(MESH.eventDeadlettered),
  ],
  worker: [normal(taskType('x', 'completed')), normal(MESH.eventDeadlettered)],
  'worker-restricted': [normal(taskType('x', 'completed')), normal(MESH.eventDeadlettered)],
  // A dead letter goes back to where it came from, and a delayed event to where its type says.
  operations: HUBS,
  canary: [],
};

it.each(Object.keys(APPS) as App[])('%s may send where it has something to send, and nowhere else', (app) =>
  expect([...new Set(SENT[app])].toSorted()).toEqual(RIGHTS[app].sends.toSorted()),
);

it('says where to give a right that is missing', () => {
  const { stores } = reachOf('gateway');
  expect(() => stores.claims()).toThrow(
    "the app 'gateway' may not use the table 'claims': give it the right in src/contracts/rights.ts and in infra/access/",
  );
  expect(() => stores.delayed()).toThrow("the app 'gateway' may not send to the queue 'delayed'");
});

it('keeps how far readers are from those who do not look into hubs', () =>
  expect(() => reachOf('gateway').inspection.checkpoints()).toThrow(
    "the app 'gateway' may not look how far readers are",
  ));

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
