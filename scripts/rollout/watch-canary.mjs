// Watches the canary after its deployment: it reads what the mesh reads, with the new build, and says what it would do.
// `node scripts/rollout/watch-canary.mjs --workspace ID --minutes 15`; exits with 1 where the rollout must stop.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { verdict } from './verdict.mjs';

const HELP = `Usage: node scripts/rollout/watch-canary.mjs --workspace ID [--minutes 15]

  --workspace  customer id of the Log Analytics workspace (azd env get-value LOG_ANALYTICS_CUSTOMER_ID)
  --minutes    how long to watch; metrics come with a few minutes' delay
  --every-seconds  how often to look (60)

Needs the Azure CLI, logged in with the right to read the workspace.`;

const { values } = parseArgs({
  options: {
    workspace: { type: 'string' },
    minutes: { type: 'string', default: '15' },
    'every-seconds': { type: 'string', default: '60' },
    help: { type: 'boolean' },
  },
});

if (values.help || !values.workspace) {
  console.log(HELP);
  process.exit(values.help ? 0 : 2);
}

const query = readFileSync(new URL('./canary.kql', import.meta.url), 'utf8');

/** @returns {{ outcome: string, reason: string, events: number }[]} */
const seenSince = (start) => {
  const text = execFileSync(
    'az',
    [
      'monitor',
      'log-analytics',
      'query',
      '--workspace',
      values.workspace,
      '--output',
      'json',
      '--analytics-query',
      query.replace('START', start),
    ],
    { encoding: 'utf8' },
  );
  return JSON.parse(text).map(({ outcome, reason, events }) => ({ outcome, reason, events: Number(events) }));
};

const start = new Date().toISOString();
const end = Date.now() + Number(values.minutes) * 60_000;
let judged;
do {
  await sleep(Number(values['every-seconds']) * 1000);
  judged = verdict(seenSince(start));
  console.log(`${new Date().toISOString()}  ${judged.text}`);
} while (!judged.stop && Date.now() < end);
if (!judged.stop && judged.quiet)
  console.log('Nothing came by while it was watched: that the canary is well is not shown.');
process.exitCode = judged.stop ? 1 : 0;
