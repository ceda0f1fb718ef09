// `npm run bench:start`: how long a new instance of the gateway takes, from its process to its first answer.
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { disabledOutside } from '../src/contracts/apps';
import { startHost } from '../src/local/host';
import { machineOf } from './results';
import { median } from './statistics';

const ROUNDS = 11;
const WORKER = resolve('dist/local/worker-main.js');
const BUNDLES = ['dist/functions/index.js', 'dist/vendor/applicationinsights.js'];

/** Nobody answers there: what is sent comes too late for a start. */
const INSIGHTS = {
  APPLICATIONINSIGHTS_CONNECTION_STRING:
    'InstrumentationKey=00000000-0000-0000-0000-000000000000;IngestionEndpoint=https://localhost:1/',
};

const sample = (
  JSON.parse(readFileSync('local.settings.sample.json', 'utf8')) as { Values: NodeJS.ProcessEnv }
).Values;

interface Start {
  /** From the start of the process until its functions are registered; milliseconds. */
  registered: number;
  /** Until a first request is answered. */
  answered: number;
}

const start = async (more: NodeJS.ProcessEnv): Promise<Start> => {
  const env = { ...process.env, ...sample, ...disabledOutside('gateway'), ...more };
  const from = performance.now();
  const host = await startHost({ root: process.cwd(), worker: WORKER, env, write: () => undefined });
  const registered = performance.now() - from;
  const answer = await fetch(`http://127.0.0.1:${host.port}/api/schemas`);
  await answer.text();
  const answered = performance.now() - from;
  await host.close();
  return { registered, answered };
};

const measure = async (more: NodeJS.ProcessEnv): Promise<string> => {
  const starts: Start[] = [];
  for (let round = 0; round < ROUNDS; round += 1) starts.push(await start(more));
  const [registered, answered] = [starts.map((one) => one.registered), starts.map((one) => one.answered)];
  return `registered ${median(registered).toFixed(0)} ms, first answer ${median(answered).toFixed(0)} ms (${Math.min(...answered).toFixed(0)} to ${Math.max(...answered).toFixed(0)})`;
};

const run = async (): Promise<void> => {
  for (const file of BUNDLES) console.log(`${file}: ${(statSync(file).size / 2 ** 20).toFixed(1)} MiB`);
  console.log(`Medians of ${ROUNDS} starts:`);
  console.log(`  without Application Insights: ${await measure({})}`);
  console.log(`  with Application Insights:    ${await measure(INSIGHTS)}`);
  console.log(JSON.stringify(machineOf()));
};

run().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
